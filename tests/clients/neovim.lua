-- What an author does in Neovim 0.11, one step after the other: nvim --headless -u NONE -l neovim.lua CHANCERY PAPER
local command, paper = _G.arg[1], _G.arg[2]
local steps = 0

local function step(name, holds, what)
  steps = steps + 1
  if not holds then
    io.stderr:write(('step %d, %s: failed: %s\n'):format(steps, name, vim.inspect(what)))
    os.exit(1)
  end
  print(('%2d %s'):format(steps, name))
end

--- Waits until something holds.
local function eventually(name, holds)
  local what
  local done = vim.wait(30000, function()
    local ok
    ok, what = holds()
    return ok
  end, 10)
  step(name, done, what)
end

local function edit(path)
  vim.cmd.edit(vim.fn.fnameescape(paper .. '/' .. path))
  return vim.api.nvim_get_current_buf()
end

local function codes(buffer)
  local found = {}
  for _, finding in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(found, finding.code)
  end
  table.sort(found)
  return table.concat(found, ' ')
end

local function lines(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
end

vim.o.hidden = true
vim.o.swapfile = false
vim.lsp.config('chancery', {
  cmd = { command, 'lsp' },
  filetypes = { 'markdown', 'toml', 'bib' },
  root_markers = { 'paper.toml' },
})
vim.cmd('filetype on')
vim.lsp.enable('chancery')

local one = edit('sections/one.md')
eventually('the server is attached', function()
  return #vim.lsp.get_clients({ bufnr = one, name = 'chancery' }) == 1
end)
local client = vim.lsp.get_clients({ name = 'chancery' })[1]
step('columns count bytes', client.offset_encoding == 'utf-8', client.offset_encoding)

local function ask(method, params, buffer)
  params = vim.tbl_extend('force', { textDocument = vim.lsp.util.make_text_document_params(buffer or one) }, params)
  local answer, why = client:request_sync(method, params, 30000, buffer or one)
  if not answer or answer.err then
    step(method, false, answer or why)
  end
  return answer.result
end

vim.api.nvim_buf_set_lines(one, 6, 7, false, { 'Some \u{1f600} words, as [](#nowhere) has it.' })
eventually('what is typed is checked', function()
  return codes(one) == 'unknown-label unused-label' or codes(one) == 'unknown-label', codes(one)
end)
local finding = vim.iter(vim.diagnostic.get(one)):find(function(found) return found.code == 'unknown-label' end)
step('it stands at its place, behind an emoji', finding.lnum == 6 and finding.col == 24, finding)
step('it says what to do', finding.message:find('\n') ~= nil, finding.message)
vim.cmd('silent undo')
eventually('what is mended is gone', function() return codes(one) == '', codes(one) end)

vim.api.nvim_buf_set_lines(one, 7, 7, false, { '', 'The "first" and the', '"last".' })
eventually('straight quotation marks are found', function()
  return codes(one) == 'straight-quote straight-quote straight-quote straight-quote', codes(one)
end)
vim.api.nvim_win_set_cursor(0, { 9, 4 })
vim.lsp.buf.code_action({
  apply = true,
  filter = function(action) return action.kind == 'quickfix' end,
  range = { start = { 9, 4 }, ['end'] = { 9, 5 } },
})
eventually('one is mended where it stands', function()
  return lines(one):find('The “first” and the\n"last"', 1, true) ~= nil, lines(one)
end)
vim.lsp.buf.code_action({ apply = true, context = { only = { 'source.fixAll' }, diagnostics = {} } })
eventually('all of them are mended', function()
  return lines(one):find('The “first” and the\n“last”.', 1, true) ~= nil, lines(one)
end)
eventually('and nothing is found any more', function() return codes(one) == '', codes(one) end)

vim.api.nvim_buf_set_lines(one, -1, -1, false, { '', '*  An item', '*  Another' })
vim.lsp.buf.format({ timeout_ms = 30000 })
step('the section is formatted', lines(one):find('\n- An item\n- Another', 1, true) ~= nil, lines(one))

local manifest = edit('paper.toml')
vim.api.nvim_buf_set_lines(manifest, -2, -1, false, { 'sections = ["one.md"]' })
eventually('the manifest is a text like any other', function()
  return codes(manifest):find('unlisted%-section') ~= nil and codes(one):find('unknown%-label') ~= nil, codes(one)
end)
vim.cmd('silent undo')
eventually('and back', function() return codes(manifest) == '' and codes(one) == '', codes(one) end)

local file = assert(io.open(paper .. '/sections/three.md', 'w'))
file:write('+++\nversion = "1.0.0"\n+++\n\n# Three {#three}\n')
file:close()
eventually('what others write is seen', function()
  return codes(manifest) == 'unlisted-section', codes(manifest)
end)
os.remove(paper .. '/sections/three.md')
eventually('and what they take away', function() return codes(manifest) == '', codes(manifest) end)

vim.api.nvim_set_current_buf(one)
local place = { position = { line = 6, character = 20 } }
local hover = ask('textDocument/hover', place)
step('a reference is shown as it prints', hover.contents.value:find('Two') ~= nil, hover)
local found = ask('textDocument/definition', place)
step('and led to where it leads', found[1].uri:match('/sections/two%.md$') ~= nil, found)
vim.api.nvim_win_set_cursor(0, { 7, 20 })
vim.lsp.buf.rename('second')
local two = vim.fn.bufadd(paper .. '/sections/two.md')
eventually('a label is renamed in both files', function()
  local both = lines(one) .. '\n' .. (vim.api.nvim_buf_is_loaded(two) and lines(two) or '')
  return both:find('[](#second)', 1, true) ~= nil and both:find('{#second}', 1, true) ~= nil, both
end)
vim.api.nvim_buf_set_lines(one, -1, -1, false, { '', 'See [](#sec' })
local last = vim.api.nvim_buf_line_count(one) - 1
local completed = ask('textDocument/completion', { position = { line = last, character = 11 } })
step('labels are completed', completed.items[1].label == 'second', completed.items[1])

local opened
vim.ui.open = function(address)
  opened = address
  return { wait = function() return { code = 0 } end }
end
vim.api.nvim_buf_set_lines(one, -2, -1, false, { 'The end.' })
local address
client:exec_cmd({ title = 'Pages', command = 'chancery.preview', arguments = {
  vim.lsp.util.make_position_params(0, client.offset_encoding),
} }, { bufnr = one }, function(_, result) address = result end)
eventually('the preview tells its address', function()
  return (address or ''):match('^http://127%.0%.0%.1:%d+/%x+/$') ~= nil, address
end)
eventually('and the browser is opened', function() return opened == address, opened end)
client:stop()
eventually('the server ends', function() return client:is_stopped() end)
print(('%d steps'):format(steps))
os.exit(0)
