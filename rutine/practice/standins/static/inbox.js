// Altinn's inbox "Arbeidsflate", as described in domain/altinn-and-apis.md §2.
import { ask, el, show } from "./dom.js";

const main = document.getElementById("main");
const RETRIES = 3;
const RETRY_MILLISECONDS = 150; // the real page tries for about 15 seconds
const SIGNED_IN_MILLISECONDS = 30_000;
const FILTERS = ["Mappe", "Status", "Lest/ulest", "Dato", "Tjenesteeier", "Tjeneste"];
const { many, renamed } = document.body.dataset;
const ON_SCREEN = 17; // of a long list of parties, as measured
let chosen = false; // with many units the address is not obeyed until a party is chosen
const REFUNDS = "urn:altinn:resource:nav_utbetaling_oppgjorsrapport-refusjon-arbeidsgiver";

const moment = (iso) =>
  new Date(iso)
    .toLocaleString("nb-NO", { timeZone: "Europe/Oslo", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" })
    .replace(":", ".")
    .replace(/,? kl\.?/, " kl.");

async function patiently(url) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask(url);
    } catch (error) {
      if (error.status !== 500 || attempt === RETRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
    }
  }
}

async function signedIn() {
  const { authenticated } = await ask("/api/isAuthenticated");
  if (!authenticated) {
    location.assign(`/api/login?returnTo=${encodeURIComponent(location.pathname + location.search)}`);
  }
  return authenticated;
}

// --- the list ---

function go(changes) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  history.pushState(null, "", `/?${query}`);
  return list();
}

function partyChooser(parties, current) {
  const option = (party) =>
    el(
      "li",
      { role: "option", "aria-label": party.name, "aria-selected": String(party === current), tabindex: "0", onclick: () => { chosen = true; go({ party: party.party }); } },
      el("span", {}, party.name),
      party.orgnr ? el("small", {}, party.orgnr) : null,
    );
  // A long list holds only what is on the screen.
  const listbox = el("ul", { role: "listbox", id: "parties", "aria-label": "Aktører" });
  const fill = (words) => {
    const hits = parties.filter((party) => `${party.name} ${party.orgnr ?? ""}`.toLowerCase().includes(words));
    listbox.replaceChildren(...(hits.length > 20 ? hits.slice(0, ON_SCREEN) : hits).map(option));
  };
  fill("");
  const search = el("input", { role: "combobox", "aria-label": "Søk i aktører", "aria-expanded": "true", "aria-controls": "parties" });
  search.addEventListener("input", () => {
    fill(search.value.toLowerCase());
  });
  const menu = el("div", { class: "menu", hidden: true }, search, listbox);
  const button = el("button", { type: "button", onclick: () => { menu.hidden = !menu.hidden; } }, current.name);
  return el("div", { id: "toolbar-menu-root" }, button, menu);
}

function searchBox(query) {
  const search = el("input", { role: "combobox", "aria-label": "Søk i innboksen", "aria-expanded": "false", placeholder: "Søk i innboksen", value: query.get("search") ?? "" });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") go({ search: search.value || null });
  });
  return search;
}

function filters(query) {
  const choices = { "Lest/ulest": { isContentSeen: "unread" }, Tjeneste: { service: REFUNDS } };
  const items = FILTERS.map((name) =>
    el("button", { type: "button", role: "menuitem", disabled: !choices[name], onclick: () => go(choices[name]) }, name),
  );
  const menu = el("div", { role: "menu", class: "menu", hidden: true }, ...items);
  const add = el("button", { type: "button", onclick: () => { menu.hidden = !menu.hidden; } }, "Legg til filter");
  const active = ["search", "service", "isContentSeen"].some((name) => query.has(name));
  const reset = el("button", { type: "button", onclick: () => go({ search: null, service: null, isContentSeen: null }) }, "Nullstill");
  return el("div", { class: "filters" }, el("div", {}, add, menu), active ? reset : null);
}

function row(dialog) {
  return el(
    "li",
    {},
    el("h2", {}, el("a", { href: `/inbox/${dialog.id}` }, dialog.title), dialog.seen ? null : el("span", { class: "tag" }, "Ulest")),
    el("p", {}, el("strong", {}, "Nav"), ` til ${dialog.receiver}`),
    el("p", {}, dialog.summary),
    el("time", { datetime: dialog.sentAt }, moment(dialog.sentAt)),
  );
}

function groups(dialogs) {
  const year = new Date().getFullYear();
  const named = new Map();
  for (const dialog of dialogs) {
    const sent = new Date(dialog.sentAt);
    const month = sent.toLocaleString("nb-NO", { month: "long" });
    const name = sent.getFullYear() === year ? month[0].toUpperCase() + month.slice(1) : String(sent.getFullYear());
    named.set(name, [...(named.get(name) ?? []), dialog]);
  }
  return [...named].map(([name, rows]) => el("section", {}, el("h2", {}, name), el("ul", { class: "rows" }, ...rows.map(row))));
}

function skeleton() {
  return el("div", {}, el("h1", {}, "Laster ..."), el("ul", { class: "rows skeleton" }, ...Array.from({ length: 5 }, () => el("li", { "aria-hidden": "true" }))));
}

async function list() {
  const content = el("div", {}, skeleton());
  show(main, content);
  const parties = await ask("/api/parties");
  const query = new URLSearchParams(location.search);
  // A party the person cannot act for is silently exchanged for the person, as in Altinn.
  const asked = many === "true" && !chosen ? null : query.get("party");
  const current = parties.find((party) => party.party === asked) ?? parties[0];
  query.set("party", current.party);
  history.replaceState(null, "", `/?${query}`);
  show(
    main,
    el("div", { class: "toolbar", "data-testid": "inbox-toolbar" }, partyChooser(parties, current), searchBox(query), filters(query)),
    content,
  );
  const folder = location.pathname === "/";
  const shown = [];
  const more = async () => {
    let page;
    try {
      page = await patiently(`/api/dialogs?${query}&offset=${shown.length}`);
    } catch (error) {
      if (error.status === 401) return signedIn();
      return show(content, el("h1", {}, "En feil har oppstått: Vi klarte ikke å hente innholdet ditt her."));
    }
    shown.push(...page.items);
    if (!shown.length || !folder) {
      return show(content, el("h1", {}, document.body.dataset.changed === "true" ? "Her var det tomt" : "Du har ingen meldinger i innboksen"));
    }
    show(
      content,
      el("h1", {}, `${page.total} treff`),
      ...groups(shown),
      page.hasNextPage ? el("button", { type: "button", onclick: more }, "Hent og vis flere dialoger") : null,
    );
  };
  await more();
}

// --- one message ---

async function dialog(id) {
  show(main, el("p", { class: "loading" }, "Laster ..."));
  let found;
  try {
    found = await ask(`/api/dialogs/${id}`);
  } catch {
    return show(main, el("a", { href: "/" }, "Tilbake"), el("h1", {}, "Fant ikke dialogen"));
  }
  show(
    main,
    el("a", { href: "/" }, "Tilbake"),
    el(
      "article",
      {},
      el("h2", {}, found.title),
      el("p", {}, el("strong", {}, "Nav"), ` til ${found.receiver}`),
      el("time", { datetime: found.sentAt }, moment(found.sentAt)),
      el("p", {}, found.summary),
      found.link ? el("a", { class: "action", href: found.link.href }, found.link.text) : null,
      el(
        "button",
        { type: "button", onclick: () => fetch(`/api/dialogs/${id}/unread`, { method: "POST" }) },
        renamed === "true" ? "Sett som ny" : "Marker som ulest",
      ),
    ),
  );
}

async function start() {
  if (!(await signedIn())) return;
  setInterval(signedIn, SIGNED_IN_MILLISECONDS);
  const message = location.pathname.match(/^\/inbox\/([0-9a-f-]{36})$/);
  await (message ? dialog(message[1]) : list());
}

window.addEventListener("popstate", () => location.reload());
start();
