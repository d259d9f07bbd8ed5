// The report and the served pages in a real browser: nothing wider than the screen, filters and keys work, hostile text does
// nothing, and axe-core finds nothing serious.
//
//   node tests/browser/check.mjs target/release/onrecord
//
// Needs chromium, chromedriver, and axe-core (npm install in this folder). Exit code 0: all holds; 1: something does not; 2: one
// of them is missing, nothing was checked.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const binary = resolve(process.argv[2] ?? "target/release/onrecord");
const axeFile = join(process.env.AXE_FOLDER ?? here, "node_modules/axe-core/axe.min.js");
const WIDTHS = [360, 800, 1440];
const HOSTILE =
  'Mayor Ada </p><script>window.hacked = 1</script> Quist said on Monday that the "><img src=x onerror="window.hacked=2"> bridge was sound.\n\n' +
  "“" + "unbreakable".repeat(40) + "”, said harbour master Bo Ferrant. “Nobody asked me about the pier,” he said.\n";

const missing = [
  [spawnSync("chromedriver", ["--version"]).status === 0, "chromedriver"],
  [["chromium", "chromium-browser", "google-chrome"].some((name) => spawnSync(name, ["--version"]).status === 0), "chromium"],
  [existsSync(axeFile), "axe-core (npm install in tests/browser)"],
  [existsSync(binary), binary],
].filter(([there]) => !there);
if (missing.length > 0) {
  console.error(`SKIPPED: pages were not opened in a browser, for want of ${missing.map(([, name]) => name).join(", ")}`);
  process.exit(2);
}
const chromium = ["chromium", "chromium-browser", "google-chrome"].find((name) => spawnSync(name, ["--version"]).status === 0);

const folder = mkdtempSync(join(tmpdir(), "onrecord-browser-"));
const children = [];
const faults = [];
let checks = 0;
function check(holds, told) {
  checks += 1;
  if (!holds) {
    faults.push(told);
    console.error(`FAULT: ${told}`);
  }
}

function onrecord(...args) {
  const done = spawnSync(binary, ["--db", "browser.db", ...args], { cwd: folder, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`onrecord ${args.join(" ")}: ${done.status}\n${done.stderr}`);
  return done.stdout;
}

/** Starts a program; what it prints until a pattern is seen. */
function started(command, args, pattern) {
  const child = spawn(command, args, { cwd: folder });
  children.push(child);
  return new Promise((resolve, reject) => {
    let printed = "";
    const timer = setTimeout(() => reject(new Error(`${command} does not start: ${printed}`)), 30_000);
    child.stdout.on("data", (data) => {
      printed += data;
      const found = printed.match(pattern);
      if (found) {
        clearTimeout(timer);
        resolve(found);
      }
    });
    child.on("error", reject);
  });
}

let session;
async function driver(method, path, body) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
  const { value } = await answer.json();
  if (value && value.error) throw new Error(`${path}: ${value.error}: ${value.message}`);
  return value;
}
const open = (url) => driver("POST", `/session/${session}/url`, { url });
const run = (script, ...args) => driver("POST", `/session/${session}/execute/sync`, { script, args });
const width = (columns) =>
  driver("POST", `/session/${session}/goog/cdp/execute`, {
    cmd: "Emulation.setDeviceMetricsOverride",
    params: { width: columns, height: 900, deviceScaleFactor: 1, mobile: false },
  });

/** What holds for every page. */
async function page(name, url) {
  for (const columns of WIDTHS) {
    await width(columns);
    await open(url);
    let styled = false;
    for (let n = 0; n < 50 && !styled; n += 1) {
      styled = await run("return document.readyState === 'complete' && getComputedStyle(document.body).overflowWrap === 'anywhere'");
      if (!styled) await new Promise((go) => setTimeout(go, 100));
    }
    check(styled, `${name} at ${columns}: the style is not in force`);
    const wide = await run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    const widest = "return [...document.querySelectorAll('main *, header *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).slice(-1).map((e) => e.outerHTML.slice(0, 200))[0]";
    check(wide <= 0, `${name} at ${columns}: ${wide} pixels wider than the screen: ${wide > 0 && (await run(widest))}`);
    check((await run("return window.hacked === undefined")) === true, `${name}: hostile text acted`);
    check((await run("return document.querySelectorAll('img, iframe, object').length")) === 0, `${name}: a foreign element`);
    await run(axe);
    const found = await driver("POST", `/session/${session}/execute/async`, {
      script: "const done = arguments[0]; axe.run(document).then((r) => done(r.violations), (e) => done([{ impact: 'critical', id: String(e), nodes: [] }]))",
      args: [],
    });
    for (const { impact, id, nodes } of found) {
      const bad = impact === "serious" || impact === "critical";
      check(!bad, `${name} at ${columns}: axe finds ${id} (${impact}): ${nodes.slice(0, 2).map((n) => n.html).join(" ")}`);
    }
  }
}

/** Tables can be narrowed. */
async function filter(name, url, word) {
  await width(1440);
  await open(url);
  // the page's script adds the field: it may run a moment after the page is there
  for (let n = 0; n < 40 && !(await run(`return !!document.querySelector("label.filter input");`)); n++) {
    await new Promise((done) => setTimeout(done, 50));
  }
  const counts = await run(
    `const input = document.querySelector("label.filter input");
     if (!input) return null;
     const rows = [...input.closest("label").nextElementSibling.querySelector("table").tBodies[0].rows];
     input.value = arguments[0];
     input.dispatchEvent(new Event("input"));
     const shown = rows.filter((row) => !row.hidden);
     return [rows.length, shown.length, shown.every((row) => row.textContent.toLowerCase().includes(arguments[0]))];`,
    word,
  );
  check(counts && counts[1] > 0 && counts[1] < counts[0] && counts[2], `${name}: the filter leaves ${JSON.stringify(counts)}`);
}

const axe = readFileSync(axeFile, "utf8");
let port;
try {
  onrecord("demo", "--report", "demo.html");
  writeFileSync(join(folder, "hostile.txt"), HOSTILE);
  onrecord("add", "hostile.txt", "--published", "2024-05-13", "--outlet", "<b onclick=alert(1)>Herald</b>");
  onrecord("report", "-o", "report.html");
  const [, at] = await started("chromedriver", ["--port=0"], /successfully on port (\d+)/);
  port = at;
  const args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
  const options = { binary: spawnSync("which", [chromium], { encoding: "utf8" }).stdout.trim(), args };
  const begun = await driver("POST", "/session", { capabilities: { alwaysMatch: { browserName: "chrome", "goog:chromeOptions": options } } });
  session = begun.sessionId;

  const report = pathToFileURL(join(folder, "report.html")).href;
  await page("report", report);
  await filter("report", report, "vondrasz");

  const [, url, token] = await started(binary, ["--db", "browser.db", "serve", "--port", "0", "--by", "Mira"], /to read +(\S+)\/\nto decide +\S+token=(\w+)\n/);
  const first = JSON.parse(onrecord("quotes", "--words", "pier", "--format", "json")).attributions[0];
  const conflict = JSON.parse(onrecord("conflicts", "--format", "json")).conflicts[0];
  const places = ["/", "/search?q=gates", `/statement/${first.id}`, `/article/${first.article}`, `/speaker/${first.speaker_id}`, `/conflict/${conflict.id}`];
  for (const place of places) await page(`serve ${place.split("/")[1] || "start"}`, url + place);
  await filter("serve search", `${url}/search?q=gates`, "vondrasz");
  await open(url + "/report");
  check((await run("return document.title")).length > 0, "serve report: no title");

  // one key a decision, in a session that the token gives
  await open(`${url}/enter?token=${token}`);
  check((await run("return location.pathname + location.search")) === "/review", "the token leads to the review and is gone from the address");
  await page("serve review", `${url}/review`);
  const id = await run("return document.querySelector('input[name=id]').value");
  await run("document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))");
  for (let n = 0; n < 50 && (await run("return document.querySelector('input[name=id]')?.value")) === id; n += 1) {
    await new Promise((go) => setTimeout(go, 100));
  }
  const decided = JSON.parse(onrecord("decisions", "--format", "json")).decisions;
  check(decided.length === 1 && decided[0].statement === id && decided[0].action === "accept", `one key: ${JSON.stringify(decided)}`);
  // a key pressed while somebody writes is a letter
  await run("const i = document.querySelector('input[name=reason]'); i.focus(); i.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', bubbles: true }))");
  await new Promise((go) => setTimeout(go, 500));
  check(JSON.parse(onrecord("decisions", "--format", "json")).decisions.length === 1, "a letter typed in a field decided");
} catch (error) {
  faults.push(String(error));
  console.error(error);
} finally {
  if (session) await driver("DELETE", `/session/${session}`).catch(() => {});
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${checks} checks in a browser, ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);
