function render({ model, el }) {
  const group = document.createElement("fieldset");
  group.className = "course-choices";
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-label", model.get("description"));
  const name = `choices-${Math.random()}`; // buttons of one name are one group: arrow keys move in it
  const buttons = model.get("options").map((html, place) => {
    const label = document.createElement("label");
    label.className = "course-control";
    const button = document.createElement("input");
    button.type = "radio";
    button.name = name;
    button.setAttribute("data-lm-suppress-shortcuts", "true");
    button.addEventListener("change", () => {
      model.set("index", place);
      model.save_changes();
    });
    const text = document.createElement("span");
    text.innerHTML = html;
    label.append(button, text);
    group.append(label);
    return button;
  });
  const show = () => {
    buttons.forEach((button, place) => (button.checked = place === model.get("index")));
    group.disabled = model.get("disabled");
  };
  model.on("change:index change:disabled", show);
  show();
  el.append(group);
}

export default { render };
