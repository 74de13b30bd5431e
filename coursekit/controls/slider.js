function render({ model, el }) {
  const label = document.createElement("label");
  label.className = "course-control";
  const slider = document.createElement("input");
  slider.type = "range";
  slider.max = model.get("options").length - 1;
  slider.setAttribute("data-lm-suppress-shortcuts", "true");
  const reached = document.createElement("span");
  reached.setAttribute("aria-hidden", "true"); // the slider itself says it
  const show = () => {
    slider.value = model.get("index");
    reached.textContent = model.get("options")[model.get("index")];
    slider.setAttribute("aria-valuetext", reached.textContent);
  };
  slider.addEventListener("input", () => {
    model.set("index", slider.valueAsNumber);
    model.save_changes();
  });
  model.on("change:index", show);
  show();
  label.append(model.get("description"), slider, reached);
  el.append(label);
}

export default { render };
