// What all pages share: data that comes as scripts, since a page opened from disk may load nothing else; texts; and
// making elements. Nothing here makes HTML of a string.
"use strict";

const ipcgrade = (() => {
  const arrived = new Map();
  const awaited = new Map();

  /** Called by each file of data, with its name and its value. */
  function data(name, value) {
    arrived.set(name, value);
    (awaited.get(name) || []).forEach(then => then(value));
    awaited.delete(name);
  }

  /** The value of a file of data, loaded the first time. */
  function load(name) {
    if (arrived.has(name)) {
      return Promise.resolve(arrived.get(name));
    }
    return new Promise((resolve, reject) => {
      if (!awaited.has(name)) {
        awaited.set(name, []);
        const script = document.createElement("script");
        script.src = document.body.dataset.base + "data/" + encodeURIComponent(name) + ".js";
        script.addEventListener("error", () => {
          awaited.delete(name);
          reject(new Error(script.src));
        });
        document.head.append(script);
      }
      awaited.get(name).push(resolve);
    });
  }

  /** A text in the language of the page, its placeholders filled in. */
  function text(key, ...values) {
    const pattern = (arrived.get("words") || {})[key] || key;
    return pattern.replace(/\{(\d)\}/g, (whole, at) => at < values.length ? String(values[at]) : whole);
  }

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "on") {
        Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
      } else if (value === true) {
        element.setAttribute(name, "");
      } else if (value !== false && value !== null && value !== undefined) {
        element.setAttribute(name, value);
      }
    }
    element.append(...children.filter(child => child !== null && child !== undefined));
    return element;
  }

  /** An HTML element; children are elements or texts. */
  function html(name, attributes, ...children) {
    return fill(document.createElement(name), attributes, children);
  }

  /** An SVG element. */
  function svg(name, attributes, ...children) {
    return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
  }

  // on paper nothing can be opened
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.parting:not([open]), details.rest:not([open])")];
    opened.forEach(each => { each.open = true; });
  });
  window.addEventListener("afterprint", () => opened.forEach(each => { each.open = false; }));

  return {data, load, text, html, svg};
})();
