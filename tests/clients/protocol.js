// What VS Code's own protocol code makes of the server, one step after the other: node protocol.js CHANCERY PAPER
'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const {
  createProtocolConnection, StreamMessageReader, StreamMessageWriter, InitializeRequest, InitializedNotification,
  DidOpenTextDocumentNotification, DidChangeTextDocumentNotification, DidCloseTextDocumentNotification,
  PublishDiagnosticsNotification, RegistrationRequest, CodeActionRequest, DocumentFormattingRequest, HoverRequest,
  DefinitionRequest, ReferencesRequest, RenameRequest, CompletionRequest, DocumentSymbolRequest, FoldingRangeRequest,
  InlayHintRequest, SemanticTokensRequest, CodeLensRequest, WorkspaceSymbolRequest, ShutdownRequest, ExitNotification,
  ExecuteCommandRequest, ShowDocumentRequest,
} = require('vscode-languageserver-protocol/node');

const [command, paper] = process.argv.slice(2);
let steps = 0;

function step(name, holds, what) {
  steps += 1;
  if (!holds) {
    console.error(`step ${steps}, ${name}: failed:`, JSON.stringify(what, null, 1));
    process.exit(1);
  }
  console.log(`${String(steps).padStart(2)} ${name}`);
}

const uri = (file) => pathToFileURL(path.join(paper, file)).href;
const read = (file) => fs.readFileSync(path.join(paper, file), 'utf8');
const range = (line, start, end) => ({ start: { line, character: start }, end: { line, character: end } });

async function main() {
  const server = spawn(command, ['lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => server.on('exit', resolve));
  const client = createProtocolConnection(
    new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin),
  );
  const shown = new Map();
  let wake = () => {};
  client.onNotification(PublishDiagnosticsNotification.type, ({ uri, version, diagnostics }) => {
    shown.set(uri, { version, codes: diagnostics.map((finding) => finding.code).sort().join(' '), diagnostics });
    wake();
  });
  const asked = [];
  client.onRequest(ShowDocumentRequest.type, (wanted) => { asked.push(wanted); wake(); return { success: true }; });
  let registered;
  client.onRequest(RegistrationRequest.type, ({ registrations }) => { registered = registrations; });
  client.listen();
  const eventually = async (name, holds) => {
    const late = Date.now() + 30000;
    while (!holds() && Date.now() < late) {
      await new Promise((resolve) => { wake = resolve; setTimeout(resolve, 50); });
    }
    step(name, holds(), [...shown]);
  };

  const { capabilities } = await client.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: uri(''),
    workspaceFolders: [{ uri: uri(''), name: 'paper' }],
    capabilities: {
      window: { showDocument: { support: true } },
      general: { positionEncodings: ['utf-16'] },
      textDocument: {
        publishDiagnostics: { relatedInformation: true, versionSupport: true, dataSupport: true },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source'] } } },
        documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      },
      workspace: {
        workspaceEdit: { documentChanges: true, resourceOperations: ['rename'] },
        didChangeWatchedFiles: { dynamicRegistration: true },
      },
    },
  });
  step('the server introduces itself', capabilities.positionEncoding === 'utf-16', capabilities);
  await client.sendNotification(InitializedNotification.type, {});
  await eventually('it asks to be told of files', () => registered?.length === 1);

  const [one, two] = [uri('sections/one.md'), uri('sections/two.md')];
  const textDocument = { uri: one };
  let version = 1;
  const open = { uri: one, languageId: 'markdown', version, text: read('sections/one.md') };
  await client.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: open });
  const is = (codes) => () => shown.get(one)?.version === version && shown.get(one).codes === codes;
  await eventually('a paper without mistakes', is(''));
  const change = async (contentChanges) => {
    version += 1;
    await client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: one, version }, contentChanges,
    });
  };
  const words = 'Some \u{1f600} words, as [](#nowhere) has it.';
  await change([{ range: range(6, 0, 99), text: words }]);
  await eventually('what is typed is checked', is('unknown-label'));
  const found = shown.get(one).diagnostics[0];
  step('at its place in units of UTF-16', found.range.start.character === words.indexOf('nowhere'), found);
  await change([{ range: range(6, 0, 99), text: 'Some "words", as [](#two) has it.' }]);
  await eventually('and what is typed next', is('straight-quote straight-quote'));
  const context = { diagnostics: shown.get(one).diagnostics };
  const actions = await client.sendRequest(CodeActionRequest.type, { textDocument, range: range(6, 5, 6), context });
  step('it can be mended', actions.length === 2 && actions[0].kind === 'quickfix', actions);
  const edits = actions[0].edit.documentChanges[0].edits;
  await change(edits.map((edit) => ({ range: edit.range, text: edit.newText })));
  await eventually('and is', is(''));

  const at = { textDocument, position: { line: 6, character: 24 } };
  const hover = await client.sendRequest(HoverRequest.type, at);
  step('a reference is shown as it prints', hover.contents.value.includes('Two'), hover);
  const definition = await client.sendRequest(DefinitionRequest.type, at);
  step('and led to where it leads', definition[0].uri === two, definition);
  const references = await client.sendRequest(ReferencesRequest.type, { ...at, context: { includeDeclaration: true } });
  step('and found elsewhere', references.length === 2, references);
  const renamed = await client.sendRequest(RenameRequest.type, { ...at, newName: 'second' });
  step('and renamed in both files', renamed.documentChanges.length === 2, renamed);
  const symbols = await client.sendRequest(DocumentSymbolRequest.type, { textDocument });
  step('the document has an outline', symbols.length === 1, symbols);
  const folds = await client.sendRequest(FoldingRangeRequest.type, { textDocument });
  step('and can be folded', folds.length > 0, folds);
  const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const hints = await client.sendRequest(InlayHintRequest.type, { textDocument, range: whole });
  const printed = hints.filter((hint) => hint.position.line === 6).map((hint) => hint.label);
  step('hints show what a reference prints', printed.length === 1 && printed[0].includes('2'), hints);
  const above = await client.sendRequest(InlayHintRequest.type, { textDocument, range: range(0, 0, 0) });
  step('and are asked for lines', above.length === 0, above);
  const tokens = await client.sendRequest(SemanticTokensRequest.type, { textDocument });
  step('names have colours', tokens.data.length > 0 && tokens.data.length % 5 === 0, tokens);
  const lenses = await client.sendRequest(CodeLensRequest.type, { textDocument });
  step('a version can be raised', lenses.length === 3, lenses);
  const everywhere = await client.sendRequest(WorkspaceSymbolRequest.type, { query: 'two' });
  step('names are found in the paper', everywhere.length > 0, everywhere);
  await change([{ range: range(7, 0, 0), text: '\nSee [](#' }]);
  const cursor = { textDocument, position: { line: 8, character: 8 } };
  const completed = await client.sendRequest(CompletionRequest.type, cursor);
  step('labels are completed', completed.items.some((item) => item.label === 'two'), completed);
  await change([{ range: range(8, 0, 99), text: '*  An item' }]);
  const options = { tabSize: 4, insertSpaces: true };
  const formatted = await client.sendRequest(DocumentFormattingRequest.type, { textDocument, options });
  const texts = (formatted ?? []).map((edit) => edit.newText);
  step('a text is formatted', texts.some((text) => text.startsWith('- An item')), formatted);
  await change([{ range: range(8, 0, 99), text: '::: note' }]);
  const refused = await client.sendRequest(DocumentFormattingRequest.type, { textDocument, options });
  step('and left alone if it has mistakes', refused === null, refused);

  const preview = { command: 'chancery.preview', arguments: [{ textDocument, position: { line: 6, character: 2 } }] };
  const address = await client.sendRequest(ExecuteCommandRequest.type, preview);
  step('the preview tells its address', /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/.test(address), address);
  await eventually('and the browser is opened', () => asked.some(({ uri, external }) => external && uri === address));
  const page = await fetch(address);
  step('where it is', page.status === 200 && (await page.text()).includes('Preview'), page.status);
  await client.sendNotification(DidCloseTextDocumentNotification.type, { textDocument });
  await eventually('what is thrown away counts no more', () => shown.get(one).version === undefined);
  await client.sendRequest(ShutdownRequest.type);
  await client.sendNotification(ExitNotification.type);
  step('the server ends', (await ended) === 0, 'exit code');
  console.log(`${steps} steps`);
}

main().catch((error) => { console.error(error); process.exit(1); });
