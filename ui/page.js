// Copies an answer with its sources; everything else on the page works without this file.
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
