// Steps through a run: a slider over its events, and beside the diagram what ipcs would have shown at that moment
// and what each queue held.
"use strict";

(() => {
  const {html, text, load, diagram} = ipcgrade;

  document.querySelectorAll("details.run").forEach(details => {
    const player = details.querySelector(".player");
    const buttons = [...details.querySelectorAll("button[data-story]")];
    const stage = html("div", {class: "stage"});
    player.append(stage);
    let shown = null;
    buttons.forEach(button => button.addEventListener("click", () => open(button)));
    details.addEventListener("toggle", () => details.open && shown === null && open(buttons[0]));
    if (details.open) {
      open(buttons[0]);
    }

    function open(button) {
      shown = button;
      buttons.forEach(each => each.setAttribute("aria-pressed", String(each === button)));
      stage.replaceChildren(html("p", {role: "status"}, text("js.loading")));
      load(button.dataset.story).then(
        story => shown === button && play(stage, story, new Set(button.dataset.keys.split(" ").filter(Boolean).map(Number))),
        () => stage.replaceChildren(html("p", {role: "alert"}, text("js.missing"))));
    }
  });

  function play(stage, story, keys) {
    if (story.rows.length === 0) {
      stage.replaceChildren(html("p", {}, text("js.empty")));
      return;
    }
    const drawing = diagram.draw(story, keys, stage.clientWidth || 900, at => go(at));
    const rows = story.rows.length;
    let now = drawing.keyRows.length > 0 ? drawing.keyRows[0] : story.parts >= 0 ? story.parts : rows - 1;

    const slider = html("input", {type: "range", min: 0, max: rows - 1, value: now, "aria-label": text("js.time"),
      on: {input: () => go(Number(slider.value), true)}});
    const decisive = html("button", {type: "button", on: {click: () => go(next(drawing.keyRows))}}, "▶ " + text("js.decisive"));
    const back = html("button", {type: "button", on: {click: () => go(now - 1)}}, "← " + text("js.back"));
    const forth = html("button", {type: "button", on: {click: () => go(now + 1)}}, text("js.forth") + " →");
    const parting = html("button", {type: "button", on: {click: () => go(story.parts)}}, text("js.parting"));
    const count = html("span", {class: "count"});
    const controls = html("div", {class: "controls"}, back, slider, forth, count,
      drawing.keyRows.length > 0 ? decisive : null, story.parts >= 0 ? parting : null);
    const scroll = html("div", {class: "scroll lifelines", tabindex: 0, role: "region", "aria-label": text("js.diagram")},
      drawing.header, drawing.picture);
    scroll.addEventListener("keydown", event => {
      const step = {ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, PageDown: 10, PageUp: -10, Home: -rows, End: rows}[event.key];
      if (step && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        go(now + step);
      }
    });
    const paper = html("div", {class: "paper"});
    window.addEventListener("beforeprint", () => paper.isConnected && paper.replaceChildren(...drawing.sheets()));
    window.addEventListener("afterprint", () => paper.replaceChildren());
    const panel = html("div", {class: "moment"});
    const whole = html("details", {class: "text", on: {toggle: () => whole.open && tell()}},
      html("summary", {}, text("js.as-text")));
    const cut = story.before + story.after > 0
      ? html("p", {class: "aside"}, text("js.cut", story.before, story.after)) : null;
    stage.replaceChildren(controls, ...(cut ? [cut] : []), html("div", {class: "scene"}, scroll, paper, panel), legend(), whole);
    go(now, false, true);

    function next(positions) {
      return positions.find(at => at > now) ?? positions[0];
    }

    function go(to, sliding, first) {
      now = Math.max(0, Math.min(rows - 1, to));
      const row = story.rows[now];
      if (!sliding) {
        slider.value = now;
      }
      slider.setAttribute("aria-valuetext", story.lanes[row.lane].name + ": " + row.text);
      count.textContent = text("js.step", now + 1, rows);
      back.disabled = now === 0;
      forth.disabled = now === rows - 1;
      drawing.show(now);
      scroll.scrollTop = Math.max(0, drawing.top(now) - (scroll.clientHeight - drawing.header.offsetHeight) / 2);
      const left = drawing.left(now);
      if (left < scroll.scrollLeft + 70 || left > scroll.scrollLeft + scroll.clientWidth - 70) {
        scroll.scrollLeft = Math.max(0, left - scroll.clientWidth / 2);
      }
      panel.replaceChildren(...moment(row, keys.has(row.seq)));
      if (!first && !sliding) {
        panel.firstChild.setAttribute("role", "status");
      }
    }

    function moment(row, key) {
      const lane = story.lanes[row.lane];
      const event = html("div", {class: "event" + (key ? " key" : "")},
        html("p", {class: "who"}, key ? html("span", {class: "mark", title: text("js.decisive")}, "▶ ") : null,
          html("strong", {class: diagram.roleClass(lane.role)}, lane.name), " ",
          html("span", {class: "aside"}, diagram.clock(row.time) + " s")),
        html("p", {}, html("code", {}, row.text)),
        row.place ? html("p", {class: "place"}, row.place) : null,
        row.instead.length > 0 ? html("p", {class: "aside"}, text("js.instead", row.instead.join(", "))) : null);
      return [event, html("div", {}, ...table(row)), html("div", {}, ...queues())];
    }

    /** What ipcs -q prints. */
    function table(row) {
      const title = html("h4", {}, "ipcs");
      const lines = story.tables[row.table];
      if (lines.length === 0) {
        return [title, html("p", {class: "aside"}, text("js.no-queues"))];
      }
      const head = ["key", "msqid", text("js.mode"), text("js.bytes"), text("js.messages"), "lspid", "lrpid"];
      return [title, html("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": "ipcs"},
        html("table", {class: "ipcs"},
          html("thead", {}, html("tr", {}, ...head.map(each => html("th", {scope: "col"}, each)))),
          html("tbody", {}, ...lines.map(line => {
            const queue = story.queues[line.queue];
            return html("tr", {}, ...[queue.key, queue.msqid, line.mode, line.bytes, line.messages, line.sender,
              line.receiver].map(each => html("td", {}, String(each))));
          }))))];
    }

    /** What is in each queue after this event. */
    function queues() {
      const lines = story.tables[story.rows[now].table];
      const lists = lines.map(line => {
        const inside = story.letters.filter(letter => letter.queue === line.queue && letter.sent <= now
          && (letter.received < 0 || letter.received > now));
        const queue = story.queues[line.queue];
        return html("div", {class: "queue"},
          html("h5", {}, queue.name || text("js.queue", queue.msqid), " ", html("small", {}, String(queue.msqid))),
          inside.length === 0 ? html("p", {class: "aside"}, text("js.nothing"))
            : html("ol", {}, ...inside.map(letter => html("li", {},
              letter.kind ? html("strong", {}, letter.kind + " ") : null,
              html("span", {class: "mtype"}, "mtype " + letter.mtype + " "),
              html("code", {}, letter.fields.length > 0 ? letter.fields.join(" ") : letter.bytes)))));
      });
      return lists.length === 0 ? [] : [html("h4", {}, text("js.in-queues")), ...lists];
    }

    /** All events as a list, for those who would rather read. */
    function tell() {
      if (whole.querySelector("ol")) {
        return;
      }
      whole.append(html("ol", {start: story.before + 1}, ...story.rows.map(row =>
        html("li", keys.has(row.seq) ? {class: "key"} : {},
          html("span", {class: "aside"}, diagram.clock(row.time) + " s "),
          html("strong", {}, story.lanes[row.lane].name), " ", html("code", {}, row.text),
          row.place ? html("span", {class: "place"}, " " + row.place) : null))));
    }
  }

  function legend() {
    const item = (style, words) => html("span", {class: "item " + style}, words);
    return html("p", {class: "legend", "aria-hidden": "true"},
      item("flight", text("js.legend-flight")), item("queued", text("js.legend-queued")),
      item("waits", text("js.legend-waits")), item("sleeps", text("js.legend-sleeps")),
      item("left", text("js.legend-left")), item("keys", text("js.legend-keys")));
  }
})();
