// One session of a reader and an author before `chancery preview`, in a real browser.
//
// `node preview.cjs FOLDER [EDITS]`: screenshots and what the editor was told go to FOLDER; so many edits are timed.

'use strict';

const { spawn, execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const axe = require('axe-core');
const { chromium } = require('playwright-core');

const root = path.resolve(__dirname, '../..');
const folder = path.resolve(process.argv[2]);
const EDITS = Number(process.argv[3] || 60);
const chancery = path.join(path.dirname(folder), 'release/chancery');

const paper = fs.mkdtempSync(path.join(os.tmpdir(), 'chancery-clients-'));
for (const name of ['paper.toml', 'paper.lock', 'sections', 'bibliography']) {
  const from = path.join(root, name);
  if (fs.existsSync(from)) fs.cpSync(from, path.join(paper, name), { recursive: true });
}
const git = (...words) => execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...words], { cwd: paper });
git('init', '-q');
git('add', '-A');
git('commit', '-qm', 'one');
git('tag', 'v0.9.0');

const told = path.join(folder, 'told');
fs.rmSync(told, { force: true });
const editor = path.join(folder, 'editor');
fs.writeFileSync(editor, `#!/bin/sh\nprintf '%s:%s:%s\\n' "$1" "$2" "$3" >> '${told}'\n`, { mode: 0o755 });

const faults = [];
function holds(what, value, about = '') {
  if (!value) faults.push(`${what} ${about}`);
  console.log(`${value ? 'ok' : 'NOT'}  ${what} ${about}`);
}

const section = path.join(paper, 'sections', fs.readdirSync(path.join(root, 'sections')).find((name) => name.startsWith('trends')) || 'trends.md');
const original = fs.readFileSync(section, 'utf8');
const pause = (time) => new Promise((done) => { setTimeout(done, time); });

async function main() {
  const server = spawn(chancery, ['preview', '--editor', `'${editor}' {file} {line} {column}`], { cwd: paper });
  process.on('exit', () => server.kill());
  const address = await new Promise((done) => { server.stdout.once('data', (line) => done(String(line).trim())); });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const said = [];
  page.on('console', (message) => { if (message.type() === 'error') said.push(message.text()); });
  page.on('pageerror', (error) => said.push(String(error)));
  const shown = () => page.evaluate(() => Number(document.documentElement.dataset.shown || 0));
  const until = async (what) => {
    for (let tries = 0; tries < 600; tries += 1) {
      if (await what()) return true;
      await pause(20);
    }
    return false;
  };
  const lastTold = () => (fs.existsSync(told) ? fs.readFileSync(told, 'utf8').trim().split('\n').pop() : '');
  const picture = (name) => page.screenshot({ path: path.join(folder, `${name}.png`) });

  // Opening
  const opened = Date.now();
  await page.goto(address);
  holds('all pages are shown', await until(async () => (await shown()) >= 1), `${Date.now() - opened} ms after opening`);
  await until(async () => (await page.locator('#view option').count()) > 1);
  await until(async () => (await shown()) >= 2);
  const count = await page.locator('.page').count();
  const nodes = await page.evaluate(() => [...document.querySelectorAll('.page')].map((one) => one.querySelectorAll('*').length));
  nodes.sort((one, other) => one - other);
  // A table has a piece of text for each line of each cell.
  const usual = nodes[Math.floor(count / 2)];
  holds('a page has few nodes', usual <= 60, `${usual} usually, ${nodes[count - 1]} at most, ${count} pages`);
  await picture('1-open');

  // What is drawn is what is printed
  execFileSync(chancery, ['build'], { cwd: paper });
  const pdf = path.join(paper, 'out', fs.readdirSync(path.join(paper, 'out')).find((name) => name.endsWith('.pdf')));
  execFileSync('pdftoppm', ['-r', '96', '-png', pdf, path.join(paper, 'out/page')]);
  const printed = fs.readdirSync(path.join(paper, 'out')).filter((name) => name.endsWith('.png')).sort();
  holds('as many pages as in print', printed.length === count, `${printed.length}`);
  const blank = await browser.newPage();
  let [worst, sum] = [0, 0];
  for (let at = 0; at < count; at += 1) {
    const drawn = await page.evaluate((number) => {
      const sheet = sheets[number];
      sheet.draw(96 / 72);
      const url = sheet.canvas.toDataURL();
      if (sheet.isNear) sheet.draw();
      return url;
    }, at);
    const print = `data:image/png;base64,${fs.readFileSync(path.join(paper, 'out', printed[at])).toString('base64')}`;
    // Grey values of squares of 4 × 4 pixels: two rasterisers smooth edges differently, but see the same ink.
    const difference = await blank.evaluate(async ([one, other]) => {
      const grey = async (url) => {
        const image = new Image();
        image.src = url;
        await image.decode();
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [794, 1122];
        const context = canvas.getContext('2d', { willReadFrequently: true });
        context.fillStyle = '#fff';
        context.fillRect(0, 0, 794, 1122);
        context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 0, 794, 1122);
        const squares = new Float64Array(199 * 281);
        for (let y = 0; y < 1122; y += 1) for (let x = 0; x < 794; x += 1) {
          const at = (y * 794 + x) * 4;
          squares[Math.floor(y / 4) * 199 + Math.floor(x / 4)] += (data[at] + data[at + 1] + data[at + 2]) / 48;
        }
        return squares;
      };
      const [first, second] = [await grey(one), await grey(other)];
      let [most, all] = [0, 0];
      first.forEach((value, at) => {
        const apart = Math.abs(value - second[at]);
        most = Math.max(most, apart);
        all += apart;
      });
      return [most, all / first.length];
    }, [drawn, print]);
    worst = Math.max(worst, difference[0]);
    sum = Math.max(sum, difference[1]);
  }
  await blank.close();
  holds('what is drawn is what poppler draws of the PDF', worst < 110 && sum < 3, `grey levels apart: ${worst.toFixed(1)} at most in a square of 4 × 4 pixels, ${sum.toFixed(2)} in the mean of a page`);

  // A click leads to the word
  const word = await page.evaluate(() => {
    const span = [...document.querySelectorAll('.words span')].find((one) => /globalisation/.test(one.textContent) && one.closest('.page').getAttribute('aria-label') !== 'Page 2');
    span.scrollIntoView({ block: 'center' });
    const range = document.createRange();
    const start = span.textContent.indexOf('globalisation');
    range.setStart(span.firstChild, start);
    range.setEnd(span.firstChild, start + 13);
    const { left, top, width, height } = range.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  });
  await page.mouse.click(word.x, word.y);
  holds('a click opens the editor', await until(() => lastTold() !== ''), lastTold());
  const [file, line, column] = lastTold().split(':');
  if (file && fs.existsSync(file)) {
    const text = fs.readFileSync(file, 'utf8').split('\n')[Number(line) - 1] || '';
    const around = text.slice(Math.max(Number(column) - 14, 0), Number(column) + 13);
    holds('at the very word', /globalisation/.test(around), JSON.stringify(around));
  }
  await picture('2-click');

  // Edits: from the file to the changed pixels
  const times = [];
  const middle = original.indexOf(' the ', Math.floor(original.length / 3));
  for (let at = 0; at < EDITS; at += 1) {
    const before = await shown();
    const text = `${original.slice(0, middle)} the${at % 2 ? '' : ' very'} ${original.slice(middle + 5)}`;
    const done = page.evaluate((old) => new Promise((done) => {
      const look = () => (Number(document.documentElement.dataset.shown || 0) > old
        ? requestAnimationFrame(() => done(performance.timeOrigin + performance.now())) : setTimeout(look, 1));
      look();
    }), before);
    await pause(5);
    const started = performance.timeOrigin + performance.now();
    fs.writeFileSync(section, text);
    times.push(await done - started);
    await pause(30);
  }
  times.sort((one, other) => one - other);
  const [median, late] = [times[Math.floor(times.length / 2)], times[Math.floor(times.length * 0.95)]];
  console.log(`file to pixels: ${median.toFixed(0)} ms median, ${late.toFixed(0)} ms for 95 %, of ${EDITS} edits`);

  // The place that is read stays
  await page.evaluate(() => { scroller.scrollTop = sheets[7].box.offsetTop + 123; });
  const top = () => page.evaluate(() => sheets[7].box.getBoundingClientRect().top);
  const [placed, version] = [await top(), await shown()];
  fs.writeFileSync(section, `${original.slice(0, middle)} the most ${original.slice(middle + 5)}`);
  await until(async () => (await shown()) > version);
  holds('the page stays where it is', Math.abs((await top()) - placed) <= 1, `${Math.abs((await top()) - placed)} px`);

  // Also when pages come and go before it, and the page itself becomes another one
  const heading = () => page.evaluate(() => {
    const [, , number, y] = edition.headings.find(([, text]) => /Sovereignty and international law/.test(text));
    return [number, sheets[number - 1].box.getBoundingClientRect().top + y * zoom];
  });
  await page.evaluate(() => {
    const [, , number, y] = edition.headings.find(([, text]) => /Sovereignty and international law/.test(text));
    scroller.scrollTop = sheets[number - 1].box.offsetTop + y * zoom - 200;
  });
  await pause(100);
  const next = async (change) => {
    const old = await shown();
    change();
    await until(async () => (await shown()) > old);
    await pause(100);
  };
  const [stood, more] = [await heading(), ' More of it, to fill some pages with words.'.repeat(200)];
  await page.evaluate(() => {
    window.languages = 0;
    new MutationObserver((found) => { window.languages += found.length; }).observe(scroller, { attributeFilter: ['lang'] });
  });
  await next(() => fs.writeFileSync(section, `${original.slice(0, middle)}${more}${original.slice(middle)}`));
  const stands = await heading();
  holds('what is read stays when pages come', stands[0] > stood[0] && Math.abs(stands[1] - stood[1]) < 3, `page ${stood} → ${stands}`);
  await next(() => fs.writeFileSync(section, original));
  holds('and when they go', Math.abs((await heading())[1] - stood[1]) < 3, `${await heading()}`);
  holds('the language is not set again', (await page.evaluate(() => window.languages)) === 0);

  // A change is brought to who is not elsewhere
  const last = path.join(path.dirname(section), 'sovereignty.md');
  const theirs = fs.readFileSync(last, 'utf8');
  const place = theirs.lastIndexOf(' the ');
  const change = (word) => next(() => fs.writeFileSync(last, `${theirs.slice(0, place)} the ${word}${theirs.slice(place + 4)}`));
  await page.evaluate(() => { scroller.scrollTop = 0; });
  await pause(100);
  await change('very');
  const atTop = () => page.evaluate(() => scroller.scrollTop);
  holds('who reads elsewhere stays there', (await atTop()) === 0);
  holds('and is told', await until(async () => /^The change is on page \d+/.test(await page.locator('#note').textContent())), await page.locator('#note').textContent());
  await page.keyboard.press('g');
  holds('g goes there', (await atTop()) > 1000 && (await page.locator('.spot').count()) === 1, `${await atTop()} px`);
  fs.writeFileSync(section, `${original.slice(0, middle)} the very ${original.slice(middle + 5)}`);
  holds('who is not elsewhere is brought along', await until(() => page.evaluate(() => brought.page < 9)), `page ${await page.evaluate(() => brought.page)}`);
  const titled = original.replace(/^(#+ )(\w)/m, '$1The $2');
  await next(() => fs.writeFileSync(section, titled));
  await pause(300);
  holds('to a heading, and not to the contents list', (await page.evaluate(() => brought.page)) > 2, `page ${await page.evaluate(() => brought.page)}`);
  await picture('2-change');
  await next(() => { fs.writeFileSync(last, theirs); fs.writeFileSync(section, original); });

  // What fails is tried again
  let failures = 0;
  await page.route('**/page/*', (route) => {
    failures += 1;
    return failures > 3 ? route.continue() : route.abort();
  });
  await next(() => fs.writeFileSync(section, original.replace(' the ', ' that ')));
  holds('a page that does not come is asked for again', failures > 3 && (await page.evaluate(() => sheets.every((sheet) => sheet.shown === sheet.digest))), `${failures} times`);
  await page.unroute('**/page/*');
  let refusals = 0;
  await page.route('**/events', (route) => {
    refusals += 1;
    return refusals > 1 ? route.continue() : route.fulfill({ status: 503 });
  });
  await page.evaluate(() => { stopListening(); listen(); });
  holds('who is refused listens again', await until(() => page.evaluate(() => isConnected())), `${refusals} times`);
  await page.unroute('**/events');
  await next(() => fs.writeFileSync(section, original));

  // A mistake
  fs.writeFileSync(section, original.replace(/\n\n/, '\n\n').concat('\nSee [](#nowhere-at-all).\n'));
  holds('the ribbon is there', await until(() => page.locator('#ribbon').isVisible()), await page.locator('#ribbon').textContent());
  holds('with the last good pages', (await page.locator('.page').count()) === count);
  holds('and the finding', await until(async () => /nowhere-at-all/.test(await page.locator('#findings').innerText())));
  await pause(200);
  await picture('3-stale');
  const before = lastTold();
  await page.locator('#findings button').first().click();
  holds('a finding opens the editor', await until(() => lastTold() !== before), lastTold());
  const violations = async (name) => {
    await page.evaluate(axe.source);
    const { violations: found } = await page.evaluate(() => axe.run());
    holds(`axe finds nothing, ${name}`, found.length === 0, found.map(({ id, nodes: at }) => `${id}: ${at.map(({ html }) => html).slice(0, 3).join(' ')}`).join('\n'));
  };
  await violations('with a mistake');
  fs.writeFileSync(section, original);
  holds('the ribbon goes', await until(async () => !(await page.locator('#ribbon').isVisible())));
  holds('and the findings go, which nobody asked for', await until(async () => !(await page.locator('#findings').isVisible())));

  // Keys
  await page.locator('#pages').focus();
  const number = () => page.evaluate(() => current());
  await page.keyboard.press('Home');
  const first = await number();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  holds('j goes on', (await number()) > first, `${first} → ${await number()}`);
  await page.keyboard.press('End');
  holds('End goes to the last page', (await number()) === count, `${await number()}`);
  await page.keyboard.press('Home');
  const width = () => page.evaluate(() => sheets[0].box.offsetWidth);
  const wide = await width();
  await page.keyboard.press('+');
  holds('+ makes it larger', (await width()) > wide);
  await page.keyboard.press('w');
  holds('w makes it fit', (await width()) === wide);
  await page.keyboard.press('2');
  const side = await page.evaluate(() => sheets[0].box.offsetTop === sheets[1].box.offsetTop && sheets[1].box.offsetLeft > sheets[0].box.offsetLeft);
  holds('2 sets two side by side', side);
  await pause(300);
  await picture('4-two-pages');
  await violations('with two pages');
  await page.keyboard.press('2');
  await page.keyboard.press('o');
  holds('o shows the outline', (await page.locator('#outline button').count()) > 20);
  await page.locator('#outline button', { hasText: 'Lone Wolves' }).click();
  await pause(300);
  await picture('5-outline');
  const isThere = await page.evaluate(() => {
    const wanted = [...document.querySelectorAll('.words span')].filter((one) => /Lone Wolves/.test(one.textContent));
    const { top: from, bottom: to } = scroller.getBoundingClientRect();
    return wanted.some((one) => { const box = one.getBoundingClientRect(); return box.top >= from && box.bottom <= to; });
  });
  holds('a heading brings its page', isThere);
  await violations('with the outline');
  await page.keyboard.press('/');
  await page.keyboard.type('privacy');
  await page.keyboard.press('Enter');
  const found = await page.locator('#matches').textContent();
  holds('search finds', /^\d of \d+$/.test(found), found);
  await pause(200);
  await picture('6-search');
  await page.keyboard.press('Escape');
  const small = await page.evaluate(() => lower('\u0130stanbul \u03a3').units.join(' '));
  holds('letters that become two are found', small === '0 0 1 2 3 4 5 6 7 8 9', small);
  holds('the browser finds too', await page.evaluate(() => window.find('Sovereignty and international law')));
  await page.keyboard.press('?');
  holds('? shows the keys', await page.locator('#keys').isVisible());
  await picture('7-keys');
  await violations('with the keys');
  await page.keyboard.press('Escape');
  const unreachable = await page.evaluate(() => [...document.querySelectorAll('#bar button, #bar input, #bar select')].filter((one) => one.offsetParent && one.tabIndex < 0).length);
  holds('the keyboard reaches all', unreachable === 0);

  // Changes
  fs.writeFileSync(section, original.replace(' the ', ' every '));
  await until(async () => /./.test(await page.locator('#count').textContent()));
  await pause(500);
  await page.keyboard.press('o');
  await page.keyboard.press('c');
  holds('c shows what changed', await until(async () => (await page.locator('.words').allInnerTexts()).join('\n').includes('Changes in version') || (await page.locator('#view').inputValue()) !== '0'), await page.locator('#view option:checked').textContent());
  await pause(1500);
  await page.keyboard.press('Home');
  await pause(300);
  await picture('8-changes');
  await page.keyboard.press('c');
  holds('and c hides it', await until(async () => (await page.locator('#view').inputValue()) === '0'));

  // On paper
  await page.emulateMedia({ media: 'print' });
  const onPaper = await page.pdf({ path: path.join(folder, 'printed.pdf'), preferCSSPageSize: true }).then(() => true, (error) => String(error));
  holds('it can be printed', onPaper === true, String(onPaper));
  await page.emulateMedia({ media: null });
  await page.keyboard.press('+');
  const onScreen = await page.evaluate(() => [zoom, scroller.scrollTop]);
  const pixels = await page.evaluate(() => {
    window.dispatchEvent(new Event('beforeprint'));
    const drawn = sheets.reduce((sum, { canvas }) => sum + canvas.width * canvas.height, 0);
    window.dispatchEvent(new Event('afterprint'));
    return drawn;
  });
  holds('no more pixels than a browser has room for', pixels > 50e6 && pixels < 260e6, `${(pixels / 1e6).toFixed()} million`);
  const after = await page.evaluate(() => [zoom, scroller.scrollTop]);
  holds('printing changes nothing that is seen', after[0] === onScreen[0] && Math.abs(after[1] - onScreen[1]) < 2, `${onScreen} → ${after}`);
  await page.keyboard.press('w');

  // The end of the server
  server.kill();
  holds('the end of the server is told', await until(async () => /does not answer/.test(await page.locator('#ribbon').textContent())));
  await picture('9-ended');
  const strange = said.filter((text) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|Failed to load resource|ERR_EMPTY_RESPONSE/.test(text));
  holds('the browser complains of nothing', strange.length === 0, strange.join('\n'));
  await browser.close();
  fs.rmSync(paper, { recursive: true });
  console.log(faults.length ? `${faults.length} faults` : 'no faults');
  process.exitCode = faults.length ? 1 : 0;
}

main().catch((error) => { console.error(error); process.exit(1); });
