// Optional conveniences: copy an answer with its sources, scroll to the newest turn.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const tools = button.parentElement;
  const status = tools.querySelector(".copied");
  try {
    await navigator.clipboard.writeText(tools.querySelector(".markdown").content.textContent);
    status.textContent = "Copied";
  } catch {
    status.textContent = "Copying is not allowed by the browser";
  }
});

let shown = 0;
new MutationObserver(() => {
  const turns = document.querySelectorAll("#conversation .turn");
  const steps = turns.length + document.querySelectorAll("#conversation .turn .tools").length;
  if (steps > shown) turns[turns.length - 1].scrollIntoView({ block: "start" });
  shown = steps;
}).observe(document, { childList: true, subtree: true });
