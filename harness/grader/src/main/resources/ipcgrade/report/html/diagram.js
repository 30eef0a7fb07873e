// Draws a run as a sequence diagram: a lifeline for each process, a row for each event, time from top to bottom. A
// message goes level from its sender to the lifeline of its receiver, waits there on a dotted line, and enters
// where it is received.
"use strict";

ipcgrade.diagram = (() => {
  const {svg, html, text} = ipcgrade;
  const ROW = 30;
  const GUTTER = 62;
  const TOP = 14;
  const NARROWEST = 116;
  const WIDEST = 190;
  const STUB = 46;
  /** Rows of a piece that fits on a sheet of paper, and the room for the names above them. */
  const ON_PAPER = 24;
  const NAMES = 34;
  /** Beside the last lifeline there is room for a label. */
  const MARGIN = 56;

  let serial = 0;

  /** Seconds, to the millisecond; finer where that would be the same as before. */
  function clock(nanos) {
    return new Intl.NumberFormat(document.documentElement.lang, {
      minimumFractionDigits: 3, maximumFractionDigits: 3,
    }).format(nanos / 1e9);
  }

  /** A message but for its kind. */
  function letterText(letter) {
    return "mtype " + letter.mtype + " " + (letter.fields.length > 0 ? letter.fields.join(" ") : letter.bytes);
  }

  /**
   * The drawing of a story.
   *
   * @param keys the positions of the events that decide
   * @param width the room there is, in pixels
   * @returns {header, picture, keyRows, top(row), left(row), show(row), sheets()}
   */
  function draw(story, keys, width, chosen) {
    const id = "d" + ++serial;
    const lanes = story.lanes.length;
    const lane = Math.max(NARROWEST, Math.min(WIDEST, Math.floor((width - GUTTER - MARGIN) / Math.max(1, lanes))));
    const total = GUTTER + lane * lanes + MARGIN;
    const rows = story.rows.length;
    const height = TOP + rows * ROW + 16;
    const x = at => GUTTER + lane * at + lane / 2;
    const y = row => TOP + row * ROW + ROW / 2;
    const edge = row => row < 0 ? 0 : row >= rows ? height - 6 : y(row);
    const keyRows = story.rows.flatMap((row, at) => keys.has(row.seq) ? [at] : []);

    const header = html("div", {class: "lanes"});
    header.append(html("span", {class: "time"}, "s"));
    story.lanes.forEach(each => header.append(html("span",
      {class: "lane " + roleClass(each.role)},
      html("strong", {}, each.name), html("small", {}, (each.thread ? "tid " : "pid ") + each.pid))));
    header.style.gridTemplateColumns = GUTTER + "px repeat(" + lanes + ", " + lane + "px)";
    header.style.width = total + "px";

    const picture = svg("svg", {
      class: "sequence", id, viewBox: "0 0 " + total + " " + height, width: total, height: height, "aria-hidden": "true",
    });
    picture.append(svg("defs", {},
      marker(id + "-arrow", "arrow"), marker(id + "-line", "fork"),
      svg("pattern", {id: id + "-wait", width: 6, height: 6, patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(45)"},
      svg("rect", {class: "wait-ground", width: 6, height: 6}),
      svg("rect", {class: "wait-stripe", width: 2.5, height: 6}))));

    const bands = svg("g", {class: "bands"});
    const lines = svg("g", {class: "lines"});
    const marks = svg("g", {class: "marks"});
    const labels = svg("g", {class: "labels"});
    keyRows.forEach(row => {
      bands.append(band(row, "key"));
      labels.append(svg("text", {class: "mark", x: 4, y: y(row) + 4}, "▶"));
    });
    const cursor = band(0, "cursor");
    bands.append(cursor);

    story.lanes.forEach((each, at) => {
      lines.append(svg("line", {class: "lifeline " + roleClass(each.role), x1: x(at), x2: x(at),
        y1: edge(each.first), y2: edge(each.last)}));
    });
    story.rows.forEach((row, at) => {
      if (row.begun >= 0) {
        const sleeps = row.sort === "SLEEP";
        lines.append(svg("rect", {class: sleeps ? "sleeps" : "waits", x: x(row.lane) - 5, width: 10, rx: 2,
          y: y(row.begun) - ROW / 2 + 2, height: Math.max(6, y(at) - y(row.begun) + ROW / 2 - 4),
          fill: sleeps ? null : "url(#" + id + "-wait)"}));
      }
    });
    if (story.parts >= 0) {
      const line = y(story.parts) - ROW / 2;
      marks.append(svg("line", {class: "parts", x1: 0, x2: total, y1: line, y2: line}));
      labels.append(svg("text", {class: "parts", x: 4, y: line - 4}, text("js.parts")));
    }

    const sent = new Map();
    const got = new Map();
    const taken = new Map();
    story.letters.forEach(letter => {
      if (letter.sent >= 0) {
        sent.set(letter.sent, letter);
      }
      if (letter.received >= 0 && letter.received < rows) {
        got.set(letter.received, letter);
      }
    });
    story.letters.forEach(letter => drawLetter(letter));

    let last = null;
    story.rows.forEach((row, at) => {
      const shown = clock(row.time);
      if (shown !== last) {
        labels.append(svg("text", {class: "time", x: GUTTER - 10, y: y(at) + 4, "text-anchor": "end"}, shown));
        last = shown;
      }
      drawRow(row, at);
    });

    const future = svg("rect", {class: "future", x: 0, width: total, y: height, height: 0});
    const touch = svg("rect", {class: "touch", x: 0, y: 0, width: total, height: height});
    touch.addEventListener("click", event => {
      const box = picture.getBoundingClientRect();
      chosen(row((event.clientY - box.top) * height / box.height));
    });
    picture.append(bands, lines, marks, labels, future, touch);

    function row(at) {
      return Math.max(0, Math.min(rows - 1, Math.floor((at - TOP) / ROW)));
    }

    function band(row, style) {
      return svg("rect", {class: style, x: 0, width: total, y: TOP + row * ROW, height: ROW});
    }

    function label(at, side, lineY, words, style, first) {
      const most = Math.max(16, Math.floor(lane * 1.6 / 6)) - (first ? first.length + 1 : 0);
      const rest = words.length > most ? words.slice(0, most - 1) + "…" : words;
      labels.append(svg("text", {class: style, x: x(at) + side * 12, y: lineY,
        "text-anchor": side > 0 ? "start" : "end"}, first ? svg("tspan", {}, first + " ") : null, rest));
    }

    /** The side of a lifeline on which there is more room. */
    function side(at) {
      return at === lanes - 1 && lanes > 2 ? -1 : 1;
    }

    function drawLetter(letter) {
      const from = letter.sent >= 0 ? story.rows[letter.sent].lane : -1;
      const to = letter.received >= 0 && letter.received < rows ? story.rows[letter.received].lane : -1;
      const group = svg("g", {class: "letter" + (letter.received < 0 ? " lost" : "")});
      if (to < 0) {
        // nobody takes it while we look: it stays in its queue
        const way = side(from);
        if (letter.sent >= 0) {
          group.append(svg("path", {class: "flight", d: "M " + x(from) + " " + (y(letter.sent) + 5) + " h " + way * STUB}));
          group.append(svg("circle", {class: "end", cx: x(from) + way * (STUB + 4), cy: y(letter.sent) + 5, r: 4}));
        }
        marks.append(group);
        return;
      }
      const bottom = y(letter.received);
      if (from === to || from < 0) {
        const out = x(to) - 14 - 5 * slot(to, -1, letter);
        const top = letter.sent >= 0 ? y(letter.sent) + 5 : 0;
        group.append(svg("path", {class: "flight", d: letter.sent >= 0 ? "M " + x(to) + " " + top + " H " + out : ""}));
        group.append(svg("path", {class: "queued", d: "M " + out + " " + top + " V " + bottom}));
        group.append(svg("path", {class: "flight", d: "M " + out + " " + bottom + " H " + (x(to) - 6),
          "marker-end": "url(#" + id + "-arrow)"}));
      } else {
        const way = to > from ? 1 : -1;
        const out = x(to) - way * (15 + 6 * slot(to, way, letter));
        const top = y(letter.sent) + 5;
        group.append(svg("path", {class: "flight", d: "M " + x(from) + " " + top + " H " + out}));
        group.append(svg("path", {class: "queued", d: "M " + out + " " + top + " V " + bottom}));
        group.append(svg("path", {class: "flight", d: "M " + out + " " + bottom + " H " + (x(to) - way * 6),
          "marker-end": "url(#" + id + "-arrow)"}));
      }
      marks.append(group);
    }

    /** A place beside a lifeline where no other message waits at the same time. */
    function slot(to, way, letter) {
      const key = to + "/" + way;
      const all = taken.get(key) || [];
      taken.set(key, all);
      let place = 0;
      const clashes = at => all.some(other => other.place === at
        && other.sent <= letter.received && letter.sent <= other.received);
      while (clashes(place) && place < 6) {
        place++;
      }
      all.push({place, sent: letter.sent, received: letter.received});
      return place;
    }

    function drawRow(row, at) {
      const here = x(row.lane);
      const role = roleClass(story.lanes[row.lane].role);
      const bad = row.fails ? " bad" : "";
      const letter = sent.get(at);
      switch (row.sort) {
        case "START": {
          if (row.other >= 0) {
            const way = row.lane > row.other ? 1 : -1;
            lines.append(svg("path", {class: "fork", d: "M " + x(row.other) + " " + y(at) + " H " + (here - way * 8),
              "marker-end": "url(#" + id + "-line)"}));
            label(row.other, way, y(at) - 5, row.label, "other");
          }
          marks.append(svg("circle", {class: "start " + role, cx: here, cy: y(at), r: 5}));
          return;
        }
        case "EXIT": {
          const d = row.fails
            ? "M " + (here - 6) + " " + (y(at) - 6) + " l 12 12 m -12 0 l 12 -12"
            : "M " + (here - 9) + " " + y(at) + " h 18";
          marks.append(svg("path", {class: "exit " + role + bad, d}));
          label(row.lane, side(row.lane), y(at) + 4, row.label, "other" + bad);
          return;
        }
        case "SEND": {
          marks.append(svg("circle", {class: "event " + role + bad, cx: here, cy: y(at) + 5, r: 3.5}));
          const to = letter && letter.received >= 0 && letter.received < rows ? story.rows[letter.received].lane : -1;
          const way = to < 0 || to === row.lane ? side(row.lane) : to > row.lane ? 1 : -1;
          if (letter) {
            label(row.lane, way, y(at) - 1, letterText(letter), "letter", letter.kind || text("js.message"));
          } else {
            label(row.lane, way, y(at) - 1, row.label, "other" + bad);
          }
          return;
        }
        case "RECEIVE": {
          const of = got.get(at);
          const from = of && of.sent >= 0 ? story.rows[of.sent].lane : row.lane - 1;
          const way = row.fails ? side(row.lane) : from < row.lane ? 1 : -1;
          marks.append(svg("circle", {class: "event " + role + bad, cx: here, cy: y(at), r: 3.5}));
          label(row.lane, way, y(at) + 4, row.label, "other" + bad);
          return;
        }
        default: {
          marks.append(svg("circle", {class: "event " + role + bad, cx: here, cy: y(at), r: 3.5}));
          label(row.lane, side(row.lane), y(at) + 4, row.label, "other" + bad);
        }
      }
    }

    /** The same in pieces that fit on paper, each under the names of the processes. */
    function sheets() {
      const all = [];
      for (let from = 0; from < rows; from += ON_PAPER) {
        const to = Math.min(rows, from + ON_PAPER);
        const top = from === 0 ? 0 : TOP + from * ROW;
        const tall = (to === rows ? height : TOP + to * ROW) - top;
        all.push(svg("svg", {class: "sequence sheet", viewBox: "0 0 " + total + " " + (NAMES + tall), width: total,
          height: NAMES + tall, "aria-hidden": "true"},
        ...story.lanes.flatMap((each, at) => [
          svg("text", {class: "name " + roleClass(each.role), x: x(at), y: 14, "text-anchor": "middle"}, each.name),
          svg("text", {class: "time", x: x(at), y: 28, "text-anchor": "middle"}, String(each.pid))]),
        svg("svg", {y: NAMES, width: total, height: tall, viewBox: "0 " + top + " " + total + " " + tall},
          svg("use", {href: "#" + id}))));
      }
      return all;
    }

    return {
      header,
      picture,
      keyRows,
      top: at => TOP + at * ROW,
      left: at => x(story.rows[at].lane),
      sheets,
      show(at) {
        cursor.setAttribute("y", TOP + at * ROW);
        const from = TOP + (at + 1) * ROW;
        future.setAttribute("y", from);
        future.setAttribute("height", Math.max(0, height - from));
      },
    };
  }

  function marker(id, style) {
    return ipcgrade.svg("marker", {id, viewBox: "0 0 8 8", refX: 6, refY: 4, markerWidth: 8, markerHeight: 8,
      markerUnits: "userSpaceOnUse", orient: "auto", class: style},
    ipcgrade.svg("path", {d: "M 0 0.6 L 7 4 L 0 7.4 z"}));
  }

  function roleClass(role) {
    return role < 0 ? "role-none" : "role-" + role % 8;
  }

  return {draw, clock, letterText, roleClass};
})();
