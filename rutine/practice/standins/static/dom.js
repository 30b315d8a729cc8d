// Builds elements; text is always set as text, never as markup.

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (name === "hidden" || name === "disabled") element[name] = value;
    else if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function show(parent, ...children) {
  parent.replaceChildren(...children.filter((child) => child !== null));
}

export async function ask(url, options) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw Object.assign(new Error(url), { status: answer.status });
  return answer.json();
}
