function render({ model, el }) {
  const label = document.createElement("label");
  label.className = "course-control";
  const menu = document.createElement("select");
  menu.setAttribute("data-lm-suppress-shortcuts", "true");
  menu.append(...model.get("options").map((text) => new Option(text)));
  const show = () => {
    menu.selectedIndex = model.get("index");
  };
  menu.addEventListener("change", () => {
    model.set("index", menu.selectedIndex);
    model.save_changes();
  });
  model.on("change:index", show);
  show();
  label.append(model.get("description"), menu);
  el.append(label);
}

export default { render };
