// Tables can be narrowed to the rows that hold some words. Without script they are all there.
"use strict";
for (const table of document.querySelectorAll("table.filterable")) {
  const rows = [...table.tBodies[0].rows];
  if (rows.length < 8) continue;
  const label = document.createElement("label");
  label.className = "filter";
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  const input = document.createElement("input");
  input.type = "search";
  label.append("Only rows with ", input, " ", count);
  table.parentElement.before(label);
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const narrow = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, n) => {
      row.hidden = !words.every((word) => texts[n].includes(word));
      if (!row.hidden) shown += 1;
    });
    count.textContent = words.length ? `${shown} of ${rows.length}` : "";
  };
  input.addEventListener("input", narrow);
}
