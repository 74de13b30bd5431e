function render({ model, el, host }) {
  const button = document.createElement("button");
  button.className = "jupyter-button widget-button";
  button.textContent = model.get("description");
  button.title = model.get("tooltip");
  button.setAttribute("data-lm-suppress-shortcuts", "true");
  button.addEventListener("click", async () => {
    const groups = await Promise.all(model.get("groups").map((group) => host.getModel(group)));
    model.send({ chosen: groups.map((group) => group.get("index")) });
  });
  const show = () => {
    button.disabled = model.get("disabled");
  };
  model.on("change:disabled", show);
  show();
  el.append(button);
}

export default { render };
