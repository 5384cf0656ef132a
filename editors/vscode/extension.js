// Starts `chancery lsp` for the papers that are open. All that is known of a paper is known there.
'use strict';

const vscode = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');

/** What a paper is made of, wherever it lies. */
const FILES = [
  '**/paper.toml',
  '**/paper.lock',
  '**/sections/**/*.md',
  '**/bibliography/**/*.{bib,yml,yaml,json,ris}',
  '**/templates/**/*.{csl,toml,typ}',
];

/** Shows the pages of the paper that is open, at the cursor. The server has them opened. */
const PREVIEW = 'chancery.preview';

let client;

/** The place of the cursor, if it stands in a part of a paper. */
function cursor() {
  const editor = vscode.window.activeTextEditor;
  const isServed = editor && vscode.languages.match(client.clientOptions.documentSelector, editor.document) > 0;
  return isServed
    ? [client.code2ProtocolConverter.asTextDocumentPositionParams(editor.document, editor.selection.active)] : [];
}

async function start() {
  const command = vscode.workspace.getConfiguration('chancery').get('command');
  client = new LanguageClient(
    'chancery',
    'chancery',
    { command, args: ['lsp'], transport: TransportKind.stdio },
    {
      documentSelector: FILES.map((pattern) => ({ scheme: 'file', pattern })),
      middleware: {
        executeCommand: (command, words, next) => (
          next(command, command === PREVIEW && words.length === 0 ? cursor() : words)),
      },
    },
  );
  try {
    await client.start();
  } catch (error) {
    const told = `chancery cannot be started as \`${command}\`: ${error.message}`;
    const settings = 'Open settings';
    if ((await vscode.window.showErrorMessage(told, settings)) === settings) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'chancery.command');
    }
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running?.needsStop()) {
    await running.stop();
  }
}

async function restart() {
  await stop();
  await start();
}

exports.activate = async function (context) {
  const onChange = vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('chancery.command')) {
      return restart();
    }
  });
  context.subscriptions.push(onChange, vscode.commands.registerCommand('chancery.restart', restart));
  await start();
};

exports.deactivate = stop;
