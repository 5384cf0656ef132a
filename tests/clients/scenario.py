"""What an author does, with the types of lsprotocol: what the server says is read by the letter of the protocol."""

import asyncio
import os
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

PAPER = pathlib.Path(os.environ["PAPER"])


def uri(path):
    return (PAPER / path).as_uri()


def span(line, start, end):
    return types.Range(start=types.Position(line, start), end=types.Position(line, end))


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[os.environ["CHANCERY"], "lsp"]))
async def client(lsp_client: LanguageClient):
    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams):
        assert [registration.method for registration in params.registrations] == ["workspace/didChangeWatchedFiles"]

    result = await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities("visual-studio-code"),
            workspace_folders=[types.WorkspaceFolder(uri=PAPER.as_uri(), name="paper")],
        )
    )
    assert result.server_info.name == "chancery"
    yield
    await lsp_client.shutdown_session()


async def codes(client, document, wanted):
    for _ in range(600):
        found = sorted(str(finding.code) for finding in client.diagnostics.get(document, []))
        if document in client.diagnostics and found == wanted:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{document}: {found}, not {wanted}")


@pytest.mark.asyncio
async def test_an_author_writes(client: LanguageClient):
    one, two = uri("sections/one.md"), uri("sections/two.md")
    text = (PAPER / "sections/one.md").read_text()
    opened = types.TextDocumentItem(uri=one, language_id="markdown", version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(opened))
    await codes(client, one, [])

    version = 1

    def change(place, new):
        nonlocal version
        version += 1
        client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                text_document=types.VersionedTextDocumentIdentifier(uri=one, version=version),
                content_changes=[types.TextDocumentContentChangePartial(range=place, text=new)],
            )
        )

    document = types.TextDocumentIdentifier(uri=one)
    change(span(6, 0, 99), "Some words, as [](#nowhere) has it.")
    await codes(client, one, ["unknown-label"])
    assert client.diagnostics[one][0].range == span(6, 19, 26)
    change(span(6, 0, 99), 'Some "words", as [](#two) has it.')
    await codes(client, one, ["straight-quote", "straight-quote"])
    context = types.CodeActionContext(diagnostics=client.diagnostics[one])
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(text_document=document, range=span(6, 5, 6), context=context)
    )
    assert [action.kind for action in actions] == ["quickfix", "source.fixAll.chancery"]
    for edit in reversed(actions[0].edit.document_changes[0].edits):
        change(edit.range, edit.new_text)
    await codes(client, one, [])

    position = types.Position(6, 24)
    at = {"text_document": document, "position": position}
    hover = await client.text_document_hover_async(types.HoverParams(**at))
    assert "Two" in hover.contents.value
    found = await client.text_document_definition_async(types.DefinitionParams(**at))
    assert found[0].uri == two
    context = types.ReferenceContext(include_declaration=True)
    found = await client.text_document_references_async(types.ReferenceParams(**at, context=context))
    assert len(found) == 2
    assert await client.text_document_document_highlight_async(types.DocumentHighlightParams(**at))
    prepared = await client.text_document_prepare_rename_async(types.PrepareRenameParams(**at))
    assert prepared.placeholder == "two"
    renamed = await client.text_document_rename_async(types.RenameParams(**at, new_name="second"))
    assert len(renamed.document_changes) == 2
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    assert [symbol.detail for symbol in symbols] == ["#one"]
    assert await client.text_document_folding_range_async(types.FoldingRangeParams(document))
    hints = await client.text_document_inlay_hint_async(
        types.InlayHintParams(document, types.Range(types.Position(0, 0), types.Position(99, 0)))
    )
    assert any(hint.position.line == 6 for hint in hints)
    tokens = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(document))
    assert len(tokens.data) % 5 == 0
    assert len(await client.text_document_code_lens_async(types.CodeLensParams(document))) == 3
    assert await client.workspace_symbol_async(types.WorkspaceSymbolParams(query="two"))
    change(span(7, 0, 0), "\nSee [](#")
    completed = await client.text_document_completion_async(
        types.CompletionParams(text_document=document, position=types.Position(8, 8))
    )
    assert "two" in [item.label for item in completed.items]
    change(span(8, 0, 99), "*  An item")
    options = types.FormattingOptions(tab_size=4, insert_spaces=True)
    edits = await client.text_document_formatting_async(types.DocumentFormattingParams(document, options))
    assert any(edit.new_text.startswith("- An item") for edit in edits)
    (PAPER / "sections/three.md").write_text("# Three\n")
    await codes(client, uri("paper.toml"), ["unlisted-section"])
    (PAPER / "sections/three.md").unlink()
    await codes(client, uri("paper.toml"), [])
