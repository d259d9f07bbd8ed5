// One key a decision: the button that bears the key is pressed, unless somebody is writing. A key that is held down decides once.
document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  for (const button of document.querySelectorAll("button[data-key], a[data-key]")) {
    if (button.dataset.key === event.key) {
      event.preventDefault();
      button.click();
      return;
    }
  }
});
