// The table of students by rules: sorted, filtered, and no more of it made than is looked at.
"use strict";

(() => {
  const {html, text, load} = ipcgrade;
  const AT_ONCE = 80;
  const SIGNS = {p: "✓", f: "✗", r: "~", o: "?", n: "–", " ": ""};
  const STYLES = {p: "pass", f: "fail", r: "racy", o: "open", n: "none", " ": "none"};

  load("class").then(start);

  function start({rules, students}) {
    const words = {p: text("js.pass"), f: text("js.fail"), r: text("js.racy"), o: text("js.inconclusive"),
      n: text("js.not-reached"), " ": ""};
    const collator = new Intl.Collator(document.documentElement.lang, {numeric: true});
    const search = document.getElementById("search");
    const rule = document.getElementById("rule");
    const person = document.getElementById("only-person");
    const found = document.getElementById("found");
    const body = html("tbody");
    const columns = [
      {key: "name", title: text("js.student"), compare: (a, b) => collator.compare(a.name, b.name)},
      {key: "score", title: text("js.score"), compare: (a, b) => a.score - b.score},
      {key: "outcome", title: text("js.outcome"), compare: (a, b) => collator.compare(a.word, b.word)},
      ...rules.map((each, at) => ({key: "rule-" + at, title: each.title, rule: true, max: each.max,
        compare: (a, b) => rank(a.verdicts[at]) - rank(b.verdicts[at])})),
    ];
    let sorted = {column: columns[0], down: false};
    let shown = [];
    let made = 0;

    const buttons = columns.map(column => html("button", {type: "button", on: {click: () => sort(column)}},
      html("span", {}, column.title)));
    const heads = columns.map((column, at) => html("th", {scope: "col", class: column.rule ? "rule" : column.key,
      "aria-sort": "none", title: column.title}, buttons[at]));
    const end = html("div", {class: "end", "aria-hidden": "true"});
    const holder = document.getElementById("table");
    const table = html("table", {"aria-rowcount": students.length + 1},
      html("caption", {class: "hidden"}, text("js.caption")), html("thead", {}, html("tr", {}, ...heads)), body);
    holder.append(table, end);
    new IntersectionObserver(entries => entries.some(each => each.isIntersecting) && more(),
      {root: holder, rootMargin: "600px"}).observe(end);

    document.getElementById("filters").addEventListener("submit", event => event.preventDefault());
    search.addEventListener("input", filter);
    rule.addEventListener("change", filter);
    person.addEventListener("change", filter);
    window.addEventListener("hashchange", fromAddress);
    // on paper there is no scrolling
    window.addEventListener("beforeprint", () => { while (made < shown.length) { more(); } });
    fromAddress();

    function fromAddress() {
      const wanted = /^#rule=(.+)$/.exec(window.location.hash);
      if (wanted) {
        rule.value = decodeURIComponent(wanted[1]);
        holder.scrollIntoView({block: "center"});
      }
      filter();
    }

    function rank(verdict) {
      return "frno p".indexOf(verdict);
    }

    function sort(column) {
      sorted = {column, down: sorted.column === column && !sorted.down};
      filter();
    }

    function filter() {
      const name = search.value.trim().toLocaleLowerCase();
      const at = rules.findIndex(each => each.id === rule.value);
      shown = students.filter(each => (name === "" || each.name.toLocaleLowerCase().includes(name))
        && (at < 0 || each.verdicts[at] === "f" || each.verdicts[at] === "r")
        && (!person.checked || each.person));
      const way = sorted.down ? -1 : 1;
      shown.sort((a, b) => way * sorted.column.compare(a, b) || collator.compare(a.name, b.name));
      columns.forEach((column, i) => heads[i].setAttribute("aria-sort",
        column !== sorted.column ? "none" : sorted.down ? "descending" : "ascending"));
      found.textContent = text("js.found", shown.length, students.length);
      body.replaceChildren();
      made = 0;
      holder.scrollTop = 0;
      more();
    }

    function more() {
      const from = made;
      const rows = shown.slice(from, from + AT_ONCE).map((each, at) => line(each, from + at));
      made += rows.length;
      body.append(...rows);
    }

    function line(student, at) {
      return html("tr", {"aria-rowindex": at + 2},
        html("th", {scope: "row"}, html("a", {href: student.href}, student.name)),
        html("td", {class: "score"}, student.shown),
        html("td", {class: "outcome" + (student.person ? " person" : "")}, student.word),
        ...rules.map((each, rule) => {
          const verdict = student.verdicts[rule];
          return html("td", {class: STYLES[verdict], title: verdict === " " ? null
            : each.title + ": " + words[verdict] + ", " + text("js.of", student.points[rule], each.max)},
          html("span", {"aria-hidden": "true"}, SIGNS[verdict]), html("span", {class: "hidden"}, words[verdict]));
        }));
    }
  }
})();
