function render({ model, el }) {
  const group = document.createElement("fieldset");
  group.className = "course-choices";
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-label", model.get("description"));
  const name = `choices-${Math.random()}`; // buttons of one name are one group: arrow keys move in it
  model.get("options").forEach((html, place) => {
    const label = document.createElement("label");
    label.className = "course-control";
    const button = document.createElement("input");
    button.type = "radio";
    button.name = name;
    button.setAttribute("data-lm-suppress-shortcuts", "true");
    button.checked = place === model.get("index");
    button.addEventListener("change", () => model.send({ index: place }));
    const text = document.createElement("span");
    text.innerHTML = html;
    label.append(button, text);
    group.append(label);
  });
  group.disabled = model.get("disabled");
  model.on("change:disabled", () => (group.disabled = model.get("disabled")));
  el.append(group);
}

export default { render };
