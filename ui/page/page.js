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
  const steps = turns.length + document.querySelectorAll("#conversation .turn .tools").length;
  if (steps > shown) turns[turns.length - 1].scrollIntoView({ block: "start" });
  shown = steps;
}).observe(document, { childList: true, subtree: true });
