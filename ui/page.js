// Comforts: copying an answer with its sources, and showing the newest turn. The page works without.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const tools = button.parentElement;
  const told = tools.querySelector(".copied");
  try {
    await navigator.clipboard.writeText(tools.querySelector(".markdown").content.textContent);
    told.textContent = "Copied";
  } catch {
    told.textContent = "The browser does not allow copying here";
  }
});

let shown = 0;
new MutationObserver(() => {
  const turns = document.querySelectorAll("#conversation .turn");
  if (turns.length > shown) turns[turns.length - 1].scrollIntoView({ block: "start" });
  shown = turns.length;
}).observe(document, { childList: true, subtree: true });
