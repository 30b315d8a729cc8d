// NAV's page with settlement reports, as described in domain/nav-reports.md §1 and appendix.
// Whatever goes wrong, the address answers 200 and the reason is only a text in the page.
import { ask, el, show } from "./dom.js";

const ROOT = "/oppgjorsrapporter";
const { view, kind, subject, changed, renamed } = document.body.dataset;
const main = document.getElementById("main");

const REWORDED = changed === "true";
const T = {
  list: REWORDED ? "Dine rapporter" : "Oppgjørsrapport arbeidsgiver – refusjoner fra Nav",
  total: REWORDED ? "Sum" : "Totalbeløp",
  paid: REWORDED ? "Dato for betaling:" : kind === "trekk-hend" ? "Fremkjørt dato:" : "Utbetalt dato:",
  more: renamed === "true" ? "Åpne" : "Vis mer",
  download: renamed === "true" ? "Hent" : "Last ned",
  failed: "Det oppstod en feil",
};

const OSLO = { timeZone: "Europe/Oslo", day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" };
const kroner = (text) => Number(text).toLocaleString("nb-NO", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const day = (iso) => iso.split("-").reverse().join(".");

function summary(heading, ...lines) {
  return el(
    "div",
    { class: "aksel-error-summary" },
    el("h2", {}, heading),
    lines.length ? el("ul", {}, ...lines.map((line) => el("li", {}, line))) : null,
  );
}

function fail(error, heading, text) {
  if (error.status === 401) return signIn();
  show(main, el("h1", {}, heading), summary(T.failed, text));
}

function signIn() {
  const back = encodeURIComponent(location.pathname + location.search);
  location.assign(`${ROOT}/oauth2/login?redirect=${back}`);
}

// --- companies ---

function unit(company) {
  const link = el("a", { href: `${ROOT}/${kind}/${company.orgnr}` }, company.navn);
  const below = company.underenheter.map(unit);
  return el("li", {}, link, el("span", { class: "orgnr" }, ` ${company.orgnr}`), below.length ? el("ul", {}, ...below) : null);
}

async function companies() {
  const heading = "Velg organisasjonsenhet";
  let rights;
  try {
    rights = await ask(`${ROOT}/api/organisasjoner`);
  } catch (error) {
    return fail(error, heading, "Feil ved henting av organisasjoner");
  }
  const units = rights.filter((right) => right.tilgang === kind).flatMap((right) => right.virksomheter);
  if (!units.length) {
    return show(main, el("h1", {}, heading), summary("Du har ikke tilgang til noen virksomheter"));
  }
  const list = el("ul", { class: "companies" });
  const search = el("input", { type: "search", id: "search" });
  const fill = () => {
    const words = search.value.trim().toLowerCase();
    const hit = (company) => (company.navn + " " + company.orgnr).toLowerCase().includes(words);
    // A hit on a sub-unit shows its parent with all its sub-units.
    list.replaceChildren(...units.filter((company) => [company, ...company.underenheter].some(hit)).map(unit));
  };
  search.addEventListener("input", fill);
  fill();
  show(
    main,
    el("h1", {}, heading),
    el("label", { for: "search" }, "Søk eller velg i listen"),
    el("div", { class: "search" }, search, el("button", { type: "button", onclick: () => { search.value = ""; fill(); } }, "Tøm feltet")),
    el("h2", {}, "Organisasjonsenheter du har tilgang til for refusjoner:"),
    list,
    el("p", {}, el("a", { href: "https://www.altinn.no" }, "Administrer tilgang til organisasjoner")),
  );
}

// --- reports ---

let open = null; // only one card is open at a time

function card(report) {
  const unread = report.varianterMedNedlastingsinfo.every((variant) => !variant.nedlastingsinfo);
  const toggle = el("button", { type: "button", class: "aksel-expansioncard__header-button", "aria-expanded": "false", "aria-label": T.more });
  const header = el(
    "div",
    { class: "aksel-expansioncard__header" },
    el(
      "h3",
      {},
      el("span", {}, `${T.total} ${kroner(report.belop)}.`),
      " ",
      el("span", {}, `${T.paid} ${day(report.datoValutert)}.`),
    ),
    unread ? el("span", { class: "tag" }, "Ulest rapport") : null,
    toggle,
  );
  const section = el(
    "section",
    {
      "aria-label": `Nedlastingsknapper for oppgjørsrapport med id ${report.id}`,
      "data-rapport-id": report.id,
      "data-color": unread ? "brand-beige" : "accent",
      class: "aksel-expansioncard",
    },
    header,
  );
  // The buttons do not exist until the card is opened, and are gone when another one is.
  section.setOpen = (wanted) => {
    section.querySelector(".aksel-expansioncard__content")?.remove();
    toggle.setAttribute("aria-expanded", String(wanted));
    header.toggleAttribute("data-open", wanted);
    if (wanted) section.append(buttons(report));
  };
  toggle.addEventListener("click", () => choose(open === section ? null : section));
  return section;
}

function choose(section) {
  open?.setOpen(false);
  open = section;
  open?.setOpen(true);
}

function buttons(report) {
  const content = el("div", { class: "aksel-expansioncard__content" });
  for (const variant of report.varianterMedNedlastingsinfo) {
    const name = `${T.download} ${variant.format}`;
    const button = el("button", { type: "button" }, name);
    button.addEventListener("click", () => download(report, variant, button, name, content));
    const last = variant.nedlastingsinfo?.sistLastetNed;
    const when = last ? `Sist lastet ned \u00a0${new Date(last).toLocaleString("nb-NO", OSLO)}` : null;
    content.append(el("div", { class: "variant" }, button, when ? el("span", {}, when) : null));
  }
  return content;
}

async function download(report, variant, button, name, content) {
  content.querySelector(".aksel-error-summary")?.remove();
  button.textContent = "Venter…";
  button.disabled = true;
  const heading = "Feil ved nedlasting";
  try {
    const answer = await fetch(`${ROOT}/rapport/${report.id}/innhold?type=${variant.format.toLowerCase()}`);
    if (answer.ok) {
      // Whatever came is saved: a sign-in page or a file cut short too.
      const link = el("a", { href: URL.createObjectURL(await answer.blob()), download: variant.filnavn });
      link.click();
      URL.revokeObjectURL(link.href);
    } else {
      content.append(summary(heading, `Noe gikk galt ved nedlasting av ${variant.format}-rapporten.`));
    }
  } catch {
    content.append(summary(heading, "Det oppstod en teknisk feil ved nedlasting."));
  }
  button.textContent = name;
  button.disabled = false;
}

function reports(list, heading) {
  const cards = list.rapporter.map(card);
  show(
    main,
    el("a", { href: `${ROOT}/${kind}` }, "Tilbake til dine organisasjoner"),
    el("h1", {}, heading),
    el("h2", {}, list.orgNavn),
    el("p", {}, `Org.nummer: ${list.orgnr}`),
    el("p", { class: "info" }, "Her finner du rapportene for utbetalte refusjoner. Rapportene vises fra juni 2026."),
    ...(cards.length
      ? cards
      : [el("p", { class: "empty" }, "Det har ikke vært generert noen rapporter for denne organisasjonsenheten siden juni 2026.")]),
  );
  choose(cards.find((section) => Number(section.dataset.rapportId) === list.forespurtRapportId) ?? null);
}

async function reportList() {
  show(main, el("h1", {}, T.list), el("p", { class: "loading" }, "Henter rapporter …"));
  try {
    const body = JSON.stringify({ orgnr: subject, rapportType: kind });
    reports(await ask(`${ROOT}/api/ekstern/v1`, { method: "POST", body, headers: { "Content-Type": "application/json" } }), T.list);
  } catch (error) {
    fail(error, T.list, `Feil ved henting av rapporter for orgnr=${subject}`);
  }
}

async function oneReport() {
  const heading = REWORDED ? T.list : "Oppgjørsrapporter";
  if (!/^\d+$/.test(subject)) return fail({}, heading, "Ukjent rapportid");
  try {
    reports(await ask(`${ROOT}/api/ekstern/v1/${subject}`), heading);
  } catch (error) {
    fail(error, heading, `Feil ved henting av rapportmetadata for id=${subject}`);
  }
}

({ companies, reports: reportList, report: oneReport })[view]();
