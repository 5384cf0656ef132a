// The viewer of `chancery preview`: draws the pages that it is told of, and tells where they are clicked.
//
// The server names each page by the digest of its drawing (`src/typeset/display/drawing.rs`), so only what looks other
// than before is fetched, and drawn in one go once all that it needs is there. All lengths in drawings are points.

'use strict';

const element = (id) => document.getElementById(id);
const scroller = element('pages');

const CSS_PER_POINT = 96 / 72;
const MIN_ZOOM = 0.2;
const MAX_ZOOM = 6;
/** A canvas has no more pixels than that: browsers refuse larger ones. */
const MAX_PIXELS = 24e6;
/** All pages together have no more when they are printed: each pixel takes four bytes. */
const MAX_PRINTED_PIXELS = 250e6;
/** So many pages are fetched at a time; browsers allow a host six connections, and one is for events. */
const MAX_FETCHES = 4;
/** So long what failed waits before it is tried again, at first and at most, in ms. */
const MIN_WAIT = 250;
const MAX_WAIT = 4000;

/** What the server said last. */
let edition = { version: 0, pages: [], headings: [], findings: [], views: [], view: 0, outlines: 0, state: 'none' };
/** The pages as they are shown, in order: see `Sheet`. */
let sheets = [];
/** The edition that they stand for: while another is taken, the one before. */
let stands = edition;
/** CSS pixels a point. */
let zoom = CSS_PER_POINT;
let fitsWidth = true;

// Fetching

/** Outlines of glyphs: font → glyph → { path, em }. */
const fonts = new Map();
let knownOutlines = 0;
let outlinesOnTheirWay = Promise.resolve();
/** Pictures by digest. */
const pictures = new Map();

const pause = (time) => new Promise((done) => { setTimeout(done, time); });

async function fetchJson(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/** Makes sure that there are as many outlines as the server had when it told of a page. */
function needOutlines(count) {
  outlinesOnTheirWay = outlinesOnTheirWay.catch(() => {}).then(async () => {
    if (knownOutlines >= count) return;
    const outlines = await fetchJson(`outlines/${knownOutlines}`);
    for (const { font, glyph, path, em } of outlines) {
      if (!fonts.has(font)) fonts.set(font, new Map());
      fonts.get(font).set(glyph, { path: path ? new Path2D(path) : null, em });
    }
    knownOutlines += outlines.length;
  });
  return outlinesOnTheirWay;
}

/**
 * A browser does not tell a picture that did not come from one that it cannot decode. One that comes now, and twice
 * cannot be decoded, is not drawn.
 */
async function fetchPicture(digest) {
  for (let tries = 0; tries < 2; tries += 1) {
    const image = new Image();
    image.src = `image/${digest}`;
    try {
      await image.decode();
      return image;
    } catch {
      const answer = await fetch(image.src);
      if (!answer.ok) throw new Error(`${image.src}: ${answer.status}`);
    }
  }
  return null;
}

/** What does not come is no part of what is known: it is asked for again. */
function needPicture(digest) {
  if (!pictures.has(digest)) {
    const picture = fetchPicture(digest);
    pictures.set(digest, picture);
    picture.catch(() => pictures.delete(digest));
  }
  return pictures.get(digest);
}

/** Fetches a drawing and all that it needs. */
async function fetchDrawing(digest, outlines) {
  const [drawing] = await Promise.all([fetchJson(`page/${digest}`), needOutlines(outlines)]);
  drawing.images = new Map();
  const placed = drawing.items.filter((item) => item.kind === 'picture');
  await Promise.all(placed.map(async ({ picture }) => drawing.images.set(picture, await needPicture(picture))));
  return drawing;
}

// Drawing

/** From where to where a text may reach on its page. */
function reach({ y, size, rises }) {
  const up = (rises || []).map((rise) => rise / 100);
  return [y - Math.max(...up, 0) - 2 * size, y - Math.min(...up, 0) + 2 * size];
}

/** From where to where a drawing is another than the one before; null if that cannot be told of its texts alone. */
function changedBand(before, after) {
  const written = ({ items }) => items.map((item) => JSON.stringify(item));
  const [old, now] = [written(before), written(after)];
  const least = Math.min(old.length, now.length);
  let [start, end] = [0, 0];
  while (start < least && old[start] === now[start]) start += 1;
  while (end < least - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  const changed = [before, after].flatMap(({ items }) => items.slice(start, items.length - end));
  const count = (wanted) => after.items.slice(0, start).filter(({ kind }) => kind === wanted).length;
  const isInGroup = count('group') > count('end');
  const isPlain = changed.every(({ kind }) => kind === 'text') && !isInGroup;
  if (!isPlain || before.fonts.join() !== after.fonts.join()) return null;
  const reaches = changed.map(reach);
  return [Math.min(...reaches.map(([from]) => from)), Math.max(...reaches.map(([, to]) => to))];
}

/** Draws all, or what stands between two heights. */
function draw(context, drawing, scale, band) {
  const { width, height } = context.canvas;
  // Of whole pixels, so that nothing is seen of where it ends.
  const [top, bottom] = band ? [Math.floor(band[0] * scale), Math.ceil(band[1] * scale)] : [0, height];
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.save();
  context.beginPath();
  context.rect(0, top, width, Math.max(bottom - top, 0));
  context.clip();
  context.clearRect(0, 0, width, height);
  context.scale(scale, scale);
  let open = 0;
  for (const item of drawing.items) {
    if (item.kind === 'text') {
      const [from, to] = reach(item);
      if (open > 0 || (to * scale >= top && from * scale <= bottom)) drawText(context, drawing, item);
    } else if (item.kind === 'shape') {
      context.save();
      context.translate(item.x, item.y);
      paint(context, new Path2D(item.path), item, 1, item.even_odd ? 'evenodd' : 'nonzero');
      context.restore();
    } else if (item.kind === 'picture') {
      const image = drawing.images.get(item.picture);
      context.imageSmoothingEnabled = !item.pixelated;
      if (image) context.drawImage(image, item.x, item.y, item.width, item.height);
    } else if (item.kind === 'group') {
      context.save();
      open += 1;
      context.transform(...item.matrix);
      if (item.clip) context.clip(new Path2D(item.clip));
    } else if (item.kind === 'end' && open > 0) {
      context.restore();
      open -= 1;
    }
  }
  for (; open >= 0; open -= 1) context.restore();
}

function drawText(context, drawing, item) {
  const font = fonts.get(drawing.fonts[item.font]);
  if (!font) return;
  context.save();
  context.translate(item.x, item.y);
  let rise = 0;
  for (let at = 0; at < item.glyphs.length; at += 1) {
    const up = item.rises ? item.rises[at] : 0;
    context.translate(item.steps[at] / 100, (rise - up) / 100);
    rise = up;
    const outline = font.get(item.glyphs[at]);
    if (!outline || !outline.path) continue;
    // Fonts count upwards, in parts of the em.
    const scale = item.size / outline.em;
    context.scale(scale, -scale);
    paint(context, outline.path, item, scale, 'nonzero');
    context.scale(1 / scale, -1 / scale);
  }
  context.restore();
}

/** Fills a path and draws along it; `scale` is how much larger its units are made. */
function paint(context, path, { fill, stroke }, scale, rule) {
  if (fill) {
    context.fillStyle = fill;
    context.fill(path, rule);
  }
  if (stroke) {
    context.strokeStyle = stroke.paint;
    context.lineWidth = stroke.width / scale;
    context.lineCap = stroke.cap;
    context.lineJoin = stroke.join;
    context.miterLimit = stroke.miter;
    context.setLineDash((stroke.dash || []).map((length) => length / scale));
    context.lineDashOffset = (stroke.phase || 0) / scale;
    context.stroke(path);
  }
}

// Pages

const measure = document.createElement('canvas').getContext('2d');

/** A page as it is shown. What it showed last stands until its new drawing is complete. */
class Sheet {
  constructor() {
    this.box = document.createElement('section');
    this.box.className = 'page';
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('aria-hidden', 'true');
    this.words = document.createElement('div');
    this.words.className = 'words';
    this.box.append(this.canvas, this.words);
    this.drawing = null;
    /** See `textOf`. */
    this.text = null;
    /** The digest of what it is to show, and of what it shows. */
    this.digest = null;
    this.shown = null;
    this.isNear = false;
    this.isDrawn = false;
    this.box.addEventListener('click', (event) => this.click(event));
    sheetOf.set(this.box, this);
    watcher.observe(this.box);
  }

  /** Makes it the page of that number. */
  become([digest, width, height], number) {
    this.number = number;
    this.box.setAttribute('aria-label', `Page ${number}`);
    Object.assign(this, { digest, width, height });
    this.resize();
  }

  resize() {
    this.box.style.width = `${this.width * zoom}px`;
    this.box.style.height = `${this.height * zoom}px`;
    this.box.style.setProperty('--zoom', zoom);
  }

  async load(outlines) {
    const { digest } = this;
    const drawing = await fetchDrawing(digest, outlines);
    // By now it may be to show another one.
    if (digest !== this.digest) return;
    const before = this.isDrawn ? this.drawing : null;
    this.drawing = drawing;
    this.shown = digest;
    this.isDrawn = false;
    if (this.isNear) this.draw(undefined, before);
    this.write();
  }

  /** Draws the page; if the canvas has what was drawn `before`, only what is another by now. */
  draw(scale = zoom * window.devicePixelRatio, before = null) {
    if (!this.drawing) return;
    const largest = Math.sqrt(MAX_PIXELS / (this.width * this.height));
    const scaled = Math.min(scale, largest);
    const [width, height] = [Math.ceil(this.width * scaled), Math.ceil(this.height * scaled)];
    const isSame = this.canvas.width === width && this.canvas.height === height;
    if (!isSame) Object.assign(this.canvas, { width, height });
    const band = before && isSame ? changedBand(before, this.drawing) : null;
    draw(this.canvas.getContext('2d'), this.drawing, scaled, band);
    this.isDrawn = true;
  }

  /** Far from the window a page keeps no pixels. */
  forget() {
    if (this.isDrawn) Object.assign(this.canvas, { width: 0, height: 0 });
    this.isDrawn = false;
  }

  /** Lays the text over the drawing, unseen. */
  write() {
    const lines = this.drawing.lines.map((line) => {
      const span = document.createElement('span');
      span.textContent = line.text;
      span.style.left = `${line.x}px`;
      span.style.top = `${line.y - line.size * 0.8}px`;
      span.style.fontSize = `${line.size}px`;
      measure.font = `${line.size}px serif`;
      const stretch = line.width / Math.max(measure.measureText(line.text).width, 0.1);
      const turned = line.matrix ? `matrix(${line.matrix.join(',')},0,0) ` : '';
      span.style.transform = `${turned}scaleX(${stretch})`;
      if (line.matrix) span.className = 'turned';
      return span;
    });
    this.words.replaceChildren(...lines);
    this.text = null;
    if (query) searchSoon();
  }

  click(event) {
    // Who marks text does not want to leave.
    if (!window.getSelection().isCollapsed || event.button !== 0) return;
    const box = this.box.getBoundingClientRect();
    jump(this.number, (event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom);
  }
}

const sheetOf = new WeakMap();

/** Tells which pages are near enough to the window to be drawn. */
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const sheet = sheetOf.get(target);
    sheet.isNear = isIntersecting;
    if (!isIntersecting) sheet.forget();
    else if (!sheet.isDrawn) sheet.draw();
  }
}, { root: scroller, rootMargin: '100%' });

/** Shows another edition: pages that look the same stay, wherever they stand now. */
function showPages(told) {
  const anchor = anchorOf();
  const free = new Map();
  for (const sheet of sheets) {
    if (!free.has(sheet.shown)) free.set(sheet.shown, []);
    free.get(sheet.shown).push(sheet);
  }
  const kept = told.pages.map(([digest]) => (free.get(digest) || []).shift() || null);
  const left = new Set([...free.values()].flat());
  const before = sheets;
  sheets = told.pages.map((page, at) => {
    let sheet = kept[at];
    if (!sheet) {
      // The page that stood here goes on being shown until its successor is there.
      sheet = before[at] && left.has(before[at]) ? before[at] : [...left][0] || new Sheet();
      left.delete(sheet);
    }
    sheet.become(page, at + 1);
    return sheet;
  });
  for (const sheet of left) watcher.unobserve(sheet.box);
  const isSame = before.length === sheets.length && sheets.every((sheet, at) => sheet === before[at]);
  if (!isSame) scroller.replaceChildren(...sheets.map(({ box }) => box));
  stands = told;
  if (fitsWidth && before.length === 0) fit();
  holdTo(anchor);
  load(told);
}

let loads = 0;

/** Fetches what the pages do not show yet, that which is seen first. What does not come is asked for again. */
async function load(told) {
  loads += 1;
  const own = loads;
  const isNewest = () => own === loads;
  const unseen = () => sheets.filter((sheet) => sheet.shown !== sheet.digest);
  for (let wait = MIN_WAIT; unseen().length > 0; wait = Math.min(wait * 2, MAX_WAIT)) {
    const middle = current();
    const queue = unseen();
    queue.sort((one, other) => Math.abs(one.number - middle) - Math.abs(other.number - middle));
    const worker = async () => {
      while (queue.length > 0 && isNewest()) await queue.shift().load(told.outlines).catch(() => {});
    };
    await Promise.all(Array.from({ length: MAX_FETCHES }, worker));
    if (isNewest() && unseen().length > 0) await pause(wait);
    // Who listens again is told of all pages again.
    if (!isNewest() || !isConnected()) return;
  }
  const used = new Set(sheets.flatMap(({ drawing }) => (drawing ? [...drawing.images.keys()] : [])));
  for (const digest of pictures.keys()) if (!used.has(digest)) pictures.delete(digest);
  document.documentElement.dataset.shown = told.version;
}

// Where the reader is

/** Where the reader was brought last, the number of the last word on that, and a place to which they were not. */
let [brought, heard, missed] = [null, 0, null];
/** Where this script put the window, and whether the reader has moved it since they were brought somewhere. */
let [placed, hasMoved] = [0, false];

/** Moves the window for no wish of the reader's. */
function place(top) {
  scroller.scrollTop = top;
  placed = scroller.scrollTop;
}

/** Which of all headings of its name one is: what it is known by in another edition. */
function nameOf(headings, at) {
  const [level, text] = headings[at];
  const isAlike = ([otherLevel, other]) => otherLevel === level && other === text;
  return { level, text, nth: headings.slice(0, at).filter(isAlike).length };
}

/** The page at the top of the window, how far above the window it begins, and the heading of what is read there. */
function anchorOf() {
  const top = scroller.scrollTop;
  const sheet = sheets.find(({ box }) => box.offsetTop + box.offsetHeight > top);
  if (!sheet) return null;
  const { headings } = stands;
  const line = top + scroller.clientHeight / 3;
  const isAbove = ([, , page, y]) => sheets[page - 1] && sheets[page - 1].box.offsetTop + y * zoom <= line;
  const at = headings.findLastIndex(isAbove);
  const heading = at < 0 ? null : { ...nameOf(headings, at), page: headings[at][2], y: headings[at][3] };
  return { sheet, digest: sheet.digest, number: sheet.number, above: top - sheet.box.offsetTop, heading };
}

/** Brings a page back to where it was, whatever stands before it now; one that is another now, by its heading. */
function holdTo(anchor) {
  if (!anchor) return;
  const same = sheets.filter(({ digest }) => digest === anchor.digest);
  const near = (one, other) => Math.abs(one.number - anchor.number) - Math.abs(other.number - anchor.number);
  let [number, { above, heading }] = [anchor.number, anchor];
  const [page] = same.sort(near);
  if (page) {
    number = page.number;
  } else if (heading) {
    const found = edition.headings.filter(([level, text]) => level === heading.level && text === heading.text);
    const now = found[heading.nth];
    if (now) {
      number += now[2] - heading.page;
      // What stands on an earlier page has other pages between itself and what is read.
      if (heading.page >= anchor.number) above += (now[3] - heading.y) * zoom;
    }
  }
  const sheet = sheets[Math.min(Math.max(number, 1), sheets.length) - 1];
  if (sheet) place(sheet.box.offsetTop + above);
}

/** The number of the page in the middle of the window. */
function current() {
  const middle = scroller.scrollTop + scroller.clientHeight / 2;
  const sheet = sheets.find(({ box }) => box.offsetTop + box.offsetHeight >= middle);
  return sheet ? sheet.number : Math.max(sheets.length, 1);
}

function goToPage(number, y = 0) {
  const sheet = sheets[Math.min(Math.max(number, 1), sheets.length) - 1];
  if (!sheet) return;
  scroller.scrollTop = sheet.box.offsetTop - 14 + Math.max(y * zoom - (y ? 60 : 0), 0);
  tellPage();
}

function isSeen({ page, y }) {
  const sheet = sheets[page - 1];
  const top = sheet ? sheet.box.offsetTop + y * zoom : -Infinity;
  return top > scroller.scrollTop + 20 && top < scroller.scrollTop + scroller.clientHeight - 40;
}

/**
 * Brings the reader to a place that was asked for, at which the cursor stands, or that was changed. Who has gone
 * elsewhere is left there, unless they asked, or the cursor moves to another place.
 */
function bring(told) {
  const { page, y, why, number } = told;
  if (number <= heard) return;
  heard = number;
  if (!sheets[page - 1]) return;
  const isElsewhere = hasMoved && !(brought && isSeen(brought));
  const isSamePlace = brought && brought.page === page && Math.abs(brought.y - y) < 30;
  const goes = { asked: true, cursor: !isElsewhere || !isSamePlace, change: !isElsewhere }[why];
  if (goes || isSeen(told)) {
    goToPlace(told, why === 'change');
  } else if (why === 'change' && !isSamePlace) {
    missed = told;
    note(`The change is on page ${page}; press g to go there.`);
  }
}

/** Brings a place into the window, unless it is there already, and points at its line. */
function goToPlace({ page, x, y, height }, isQuiet = false) {
  const sheet = sheets[page - 1];
  const wasSeen = isSeen({ page, y });
  const isSameLine = brought && brought.page === page && Math.abs(brought.y - y) < 1;
  if (!wasSeen) place(sheet.box.offsetTop + y * zoom - scroller.clientHeight / 3);
  const left = sheet.box.offsetLeft + x * zoom;
  if (left < scroller.scrollLeft || left > scroller.scrollLeft + scroller.clientWidth) scroller.scrollLeft = left - 60;
  [brought, missed, hasMoved] = [{ page, y }, null, false];
  tellPage();
  if (wasSeen && (isQuiet || isSameLine)) return;
  for (const old of document.querySelectorAll('.spot')) old.remove();
  const spot = document.createElement('div');
  spot.className = 'spot';
  spot.style.top = `calc(${y - 2}px * var(--zoom))`;
  spot.style.height = `calc(${height + 4}px * var(--zoom))`;
  sheet.box.append(spot);
}

function tellPage() {
  const number = current();
  if (document.activeElement !== element('page')) element('page').value = number;
  const line = scroller.scrollTop + 100;
  const topOf = ([, , page, y]) => (sheets[page - 1] ? sheets[page - 1].box.offsetTop + y * zoom : Infinity);
  const seen = element('outline').hidden ? 0 : edition.headings.filter((heading) => topOf(heading) <= line).length;
  element('outline').querySelectorAll('button').forEach((button, at) => {
    if (at === seen - 1) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  });
}

// Zoom

function setZoom(wanted) {
  const anchor = anchorOf();
  const part = anchor ? anchor.above / zoom : 0;
  zoom = Math.min(Math.max(wanted, MIN_ZOOM), MAX_ZOOM);
  for (const sheet of sheets) {
    sheet.resize();
    if (sheet.isNear) sheet.draw();
    else sheet.forget();
  }
  element('zoom').textContent = `${Math.round((zoom / CSS_PER_POINT) * 100)} %`;
  if (anchor) place(anchor.sheet.box.offsetTop + part * zoom);
}

function fit() {
  const columns = scroller.classList.contains('two') ? 2 : 1;
  const widest = Math.max(...sheets.map(({ width }) => width), 1);
  setZoom((scroller.clientWidth - 14 * (columns + 1)) / columns / widest);
}

function setFit(wanted) {
  fitsWidth = wanted;
  element('fit').setAttribute('aria-pressed', wanted);
  if (wanted) fit();
}

function zoomBy(factor) {
  setFit(false);
  setZoom(zoom * factor);
}

function toggleTwo() {
  const number = current();
  const isTwo = scroller.classList.toggle('two');
  element('two').setAttribute('aria-pressed', isTwo);
  if (fitsWidth) fit();
  goToPage(number);
}

// Outline and findings

function listHeadings(headings) {
  const top = document.createElement('ol');
  const open = [{ level: 0, list: top }];
  for (const [level, text, page, y] of headings) {
    while (open.length > 1 && open[open.length - 1].level >= level) open.pop();
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.addEventListener('click', () => goToPage(page, y));
    item.append(button);
    let { list } = open[open.length - 1];
    if (list.tagName === 'LI') {
      const inner = document.createElement('ol');
      list.append(inner);
      open[open.length - 1].list = inner;
      list = inner;
    }
    list.append(item);
    open.push({ level, list: item });
  }
  element('outline').replaceChildren(top);
}

function listFindings({ findings, summary }) {
  const title = document.createElement('h2');
  title.textContent = summary || 'No findings';
  const list = document.createElement('ul');
  list.append(...findings.map((finding, at) => {
    const item = document.createElement('li');
    item.className = finding.severity;
    const message = document.createElement('p');
    const kind = document.createElement('span');
    kind.className = 'kind';
    kind.textContent = `${finding.severity}[${finding.code}]`;
    message.append(kind, `: ${finding.message}`);
    item.append(message);
    if (finding.help) {
      const help = document.createElement('p');
      help.className = 'help';
      help.textContent = finding.help;
      item.append(help);
    }
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = `${finding.file}:${finding.line}:${finding.column}`;
    button.addEventListener('click', () => post('jump', { version: edition.version, finding: at }));
    item.append(button);
    return item;
  }));
  element('findings').replaceChildren(title, list);
  element('toggle-findings').textContent = findings.length ? `Findings (${findings.length})` : 'Findings';
}

/** Whether the findings came of themselves, and go so, and whether the reader sent them away. */
let [cameAlone, wereSentAway] = [false, false];
let alarm;

/** Findings stand beside pages that are not the newest, once that has lasted: who types makes mistakes and mends them. */
function minds(isGood, summary) {
  clearTimeout(alarm);
  if (isGood) {
    if (cameAlone) toggle('findings', false);
    [cameAlone, wereSentAway] = [false, false];
  } else if (summary && !wereSentAway && element('findings').hidden) {
    alarm = setTimeout(() => {
      toggle('findings', true);
      cameAlone = true;
    }, sheets.length ? 1200 : 0);
  }
}

function toggleFindings() {
  clearTimeout(alarm);
  toggle('findings');
  [cameAlone, wereSentAway] = [false, element('findings').hidden];
}

function toggle(name, wanted) {
  const panel = element(name);
  panel.hidden = wanted === undefined ? !panel.hidden : !wanted;
  element(`toggle-${name}`).setAttribute('aria-pressed', !panel.hidden);
  if (fitsWidth) fit();
  tellPage();
}

// Search

let query = '';
let matches = [];
let match = -1;

/** A text in small letters, and for each unit of it the unit of the text that it stands for. */
function lower(text) {
  const language = edition.language || undefined;
  const whole = text.toLocaleLowerCase(language);
  if (whole.length === text.length) return { small: whole, units: null };
  let [small, units] = ['', []];
  for (let at = 0; at < text.length;) {
    const letter = String.fromCodePoint(text.codePointAt(at));
    const made = letter.toLocaleLowerCase(language);
    small += made;
    for (let unit = 0; unit < made.length; unit += 1) units.push(at);
    at += letter.length;
  }
  return { small, units };
}

/** The text of a page as one string, and where in which line each of its characters stands. */
function textOf(sheet) {
  if (sheet.text) return sheet.text;
  let text = '';
  const places = [];
  for (const span of sheet.words.children) {
    const node = span.firstChild;
    if (!node) continue;
    const { small, units } = lower(node.data);
    // Where a word is broken, it goes on in the next line.
    const isBroken = small.endsWith('\u00ad') || small.endsWith('\u00ad ');
    const length = isBroken ? small.lastIndexOf('\u00ad') : small.length;
    for (let at = 0; at < length; at += 1) {
      text += small[at];
      places.push([node, units ? units[at] : at]);
    }
    if (!isBroken && !text.endsWith(' ')) {
      text += ' ';
      places.push([node, node.length]);
    }
  }
  sheet.text = { text, places };
  return sheet.text;
}

let searching;

/** Searches again when all that comes at once has come. */
function searchSoon() {
  cancelAnimationFrame(searching);
  searching = requestAnimationFrame(() => search(query, false));
}

function search(wanted, mayMove = true) {
  query = lower(wanted.trim().replace(/\s+/g, ' ')).small;
  matches = [];
  for (const sheet of query ? sheets : []) {
    const { text, places } = textOf(sheet);
    for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) {
      const range = document.createRange();
      range.setStart(...places[at]);
      const [node, offset] = places[at + query.length - 1];
      range.setEnd(node, Math.min(offset + 1, node.length));
      matches.push({ range, sheet });
    }
  }
  if (mayMove) match = matches.findIndex(({ sheet }) => sheet.number >= current());
  match = matches.length ? Math.min(Math.max(match, 0), matches.length - 1) : -1;
  showMatch(mayMove);
}

function showMatch(mayMove) {
  const told = matches.length ? `${match + 1} of ${matches.length}` : 'none';
  element('matches').textContent = query ? told : '';
  tellMarks();
  if (CSS.highlights) {
    CSS.highlights.set('matches', new Highlight(...matches.map(({ range }) => range)));
    CSS.highlights.set('current', new Highlight(...matches.slice(match, match + 1).map(({ range }) => range)));
  }
  if (match < 0 || !mayMove) return;
  const { range, sheet } = matches[match];
  const y = range.getBoundingClientRect().top - sheet.box.getBoundingClientRect().top;
  scroller.scrollTop = sheet.box.offsetTop + y - scroller.clientHeight / 3;
}

/** What is marked shows the drawing through. To be ready for that costs the browser more than to draw a page. */
function tellMarks() {
  scroller.classList.toggle('marked', matches.length > 0 || !window.getSelection().isCollapsed);
}

function nextMatch(step) {
  if (!matches.length) return;
  match = (match + step + matches.length) % matches.length;
  showMatch(true);
}

// To the server

function post(route, body) {
  const options = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  fetch(route, options).catch(() => note('The preview has ended.'));
}

function jump(page, x, y) {
  post('jump', { page, x: Math.round(x * 100) / 100, y: Math.round(y * 100) / 100 });
}

function jumpFromMiddle() {
  const number = current();
  const sheet = sheets[number - 1];
  if (!sheet) return;
  const box = sheet.box.getBoundingClientRect();
  const window = scroller.getBoundingClientRect();
  jump(number, sheet.width / 2, (window.top + window.height / 2 - box.top) / zoom);
}

function setView(index) {
  if (edition.views[index] !== undefined) post('view', { view: index });
}

let lastChanges = 1;
function toggleChanges() {
  if (edition.view) lastChanges = edition.view;
  setView(edition.view ? 0 : lastChanges);
}

// From the server

let noted;
function note(text) {
  element('note').textContent = text;
  clearTimeout(noted);
  noted = setTimeout(() => { element('note').textContent = ''; }, 6000);
}

function ribbon(text, isWaiting = false) {
  const strip = element('ribbon');
  strip.hidden = !text;
  strip.classList.toggle('waiting', isWaiting);
  if (strip.textContent !== text) strip.textContent = text;
}

let staleness;

/** Says that the pages are not the newest, once that has lasted for a moment. */
function tellState({ state, summary }) {
  clearTimeout(staleness);
  const found = summary ? ` (${summary})` : '';
  const told = {
    good: '',
    stale: `Not the newest: the paper cannot be built as it stands${found}. These are the last good pages.`,
    none: `There are no pages yet: the paper cannot be built as it stands${found}.`,
  }[state];
  if (state === 'stale' && element('ribbon').hidden) staleness = setTimeout(() => ribbon(told), 300);
  else ribbon(told);
  minds(state === 'good', summary);
}

function listViews({ views, view }) {
  const select = element('view');
  select.replaceChildren(...views.map((name, at) => new Option(name, at, false, at === view)));
  element('versions').hidden = views.length < 2;
}

function take(told) {
  const isOther = (key) => JSON.stringify(told[key]) !== JSON.stringify(edition[key]);
  const [hasNewHeadings, hasNewViews] = [isOther('headings'), isOther('views') || isOther('view')];
  const hasNewFindings = edition.version === 0 || isOther('findings') || isOther('summary');
  edition = told;
  const title = told.title ? `${told.title} – Preview` : 'Preview';
  if (document.title !== title) document.title = title;
  element('title').textContent = title;
  // To set it is work for the browser, on every page, even if it is the same.
  if (scroller.lang !== told.language) scroller.lang = told.language;
  element('count').textContent = `of ${told.pages.length}`;
  if (hasNewHeadings) listHeadings(told.headings);
  if (hasNewViews) listViews(told);
  if (hasNewFindings) listFindings(told);
  if (element('waiting')) element('waiting').remove();
  showPages(told);
  tellState(told);
  tellPage();
}

let events = null;

const isConnected = () => events !== null && events.readyState === EventSource.OPEN;

function listen() {
  if (events || document.hidden) return;
  events = new EventSource('events');
  events.addEventListener('edition', ({ data }) => take(JSON.parse(data)));
  events.addEventListener('show', ({ data }) => bring(JSON.parse(data)));
  events.addEventListener('note', ({ data }) => note(JSON.parse(data).text));
  events.onopen = () => tellState(edition.version ? edition : { state: 'good' });
  events.onerror = () => {
    ribbon('The preview does not answer: has it ended? Its pages stay.', true);
    // A browser gives up on a server that has no room just now.
    if (events && events.readyState === EventSource.CLOSED) {
      stopListening();
      setTimeout(listen, MAX_WAIT / 2);
    }
  };
}

function stopListening() {
  if (events) events.close();
  events = null;
}

// A browser has few connections for a host: who does not look needs none.
document.addEventListener('visibilitychange', () => (document.hidden ? stopListening() : listen()));

document.addEventListener('selectionchange', tellMarks);

// Keys and buttons

const KEYS = {
  j: () => goToPage(current() + 1),
  k: () => goToPage(current() - 1),
  Home: () => goToPage(1),
  End: () => goToPage(sheets.length),
  '+': () => zoomBy(1.2),
  '=': () => zoomBy(1.2),
  '-': () => zoomBy(1 / 1.2),
  0: () => { setFit(false); setZoom(CSS_PER_POINT); },
  w: () => setFit(!fitsWidth),
  2: toggleTwo,
  o: () => toggle('outline'),
  f: toggleFindings,
  g: () => { if (missed && sheets[missed.page - 1]) goToPlace(missed); },
  '/': () => { element('search').focus(); element('search').select(); },
  c: toggleChanges,
  e: jumpFromMiddle,
  '?': () => element('keys').showModal(),
};

document.addEventListener('keydown', (event) => {
  const isTyping = ['INPUT', 'SELECT'].includes(event.target.tagName) || element('keys').open;
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const action = KEYS[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
});

const on = (id, name, action) => element(id).addEventListener(name, action);
on('previous', 'click', KEYS.k);
on('next', 'click', KEYS.j);
on('smaller', 'click', KEYS['-']);
on('larger', 'click', KEYS['+']);
on('fit', 'click', KEYS.w);
on('two', 'click', KEYS[2]);
on('toggle-outline', 'click', KEYS.o);
on('toggle-findings', 'click', KEYS.f);
on('help', 'click', KEYS['?']);
on('page', 'change', () => goToPage(Number.parseInt(element('page').value, 10) || current()));
on('view', 'change', () => setView(Number(element('view').value)));
on('search', 'input', () => search(element('search').value));
on('search', 'keydown', (event) => {
  if (event.key === 'Enter') nextMatch(event.shiftKey ? -1 : 1);
  if (event.key === 'Escape') {
    element('search').value = '';
    search('');
    scroller.focus();
  }
});
scroller.addEventListener('scroll', () => {
  if (Math.abs(scroller.scrollTop - placed) > 1) hasMoved = true;
  tellPage();
}, { passive: true });
new ResizeObserver(() => { if (fitsWidth) fit(); }).observe(scroller);

// On paper each page is as large as it is, whatever the window shows; that is kept until it was printed.
let zoomOnScreen = null;
window.addEventListener('beforeprint', () => {
  const [first] = sheets;
  if (!first || zoomOnScreen !== null) return;
  const [style] = document.styleSheets;
  style.insertRule(`@page { size: ${first.width}pt ${first.height}pt; margin: 0 }`, style.cssRules.length);
  zoomOnScreen = zoom;
  setZoom(CSS_PER_POINT);
  const area = sheets.reduce((sum, { width, height }) => sum + width * height, 0);
  const scale = Math.min(CSS_PER_POINT * 3, Math.sqrt(MAX_PRINTED_PIXELS / area));
  for (const sheet of sheets) sheet.draw(scale);
});
window.addEventListener('afterprint', () => {
  if (zoomOnScreen === null) return;
  const [style] = document.styleSheets;
  style.deleteRule(style.cssRules.length - 1);
  for (const sheet of sheets) sheet.forget();
  setZoom(zoomOnScreen);
  zoomOnScreen = null;
  if (fitsWidth) fit();
});

listen();
