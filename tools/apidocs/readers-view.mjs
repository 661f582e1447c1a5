// The contract is written for programs. forReaders derives from it a document that reads well: what the extensions say
// stands in the text, and nothing about Go is left.

const previews = /^\/v3\//;

export function forReaders(contract) {
  const view = structuredClone(contract);
  simplify(view);
  for (const item of Object.values(view.paths)) {
    for (const operation of Object.values(item)) {
      operation.description = [operation.description, facts(operation)].filter(Boolean).join('\n\n');
    }
  }
  const tags = view.tags.map((tag) => tag.name);
  view['x-tagGroups'] = [
    { name: 'Version 2', tags: tags.filter((name) => !previews.test(name)) },
    { name: 'Version 3, a preview', tags: tags.filter((name) => previews.test(name)) },
  ];
  view.info.version = `builds ${contract['x-builds'].join(', ')}`;
  return view;
}

// facts gives the extensions of an operation as a table.
function facts(operation) {
  const rows = [
    ['Rate window', { read: 'reads', write: 'all writes' }[operation['x-rate-bucket']] ?? `all writes, and ${operation['x-rate-bucket']}`],
    ['After a lost answer', operation['x-retry'] === 'safe' ? 'safe to repeat' : '**never repeat**'],
    ['Paging', { page: 'pages, from 0', cursor: 'cursor', array: 'a bare array', none: '' }[operation['x-paging']]],
    ['Rows', operation['x-items'] && `\`${operation['x-items']}\``],
    ['Identity of a row', operation['x-identity'] && (operation['x-identity'].map((name) => `\`${name}\``).join(', ') || 'none')],
    ['Missing from builds', operation['x-missing-from']?.join(', ')],
  ].filter(([, value]) => value);
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(rows.map(([name]) => name)), line(rows.map(() => '---')), line(rows.map(([, value]) => value))].join('\n');
}

function simplify(node) {
  if (Array.isArray(node)) {
    node.forEach(simplify);
    return;
  }
  if (node === null || typeof node !== 'object') {
    return;
  }
  // "Any of an object or null" unfolds in two steps on the page; an object that can be null in one.
  if (Array.isArray(node.anyOf) && node.anyOf.length === 2 && node.anyOf[1].type === 'null') {
    node.$ref = node.anyOf[0].$ref;
    delete node.anyOf;
  }
  const known = node['x-extensible-enum'];
  if (Array.isArray(known)) {
    node.enum = known;
    node.description = [node.description, 'Other values may come.'].filter(Boolean).join(' ');
  }
  if (Array.isArray(node['x-missing-from']) && node.type) {
    node.description = [node.description, `Missing from builds ${node['x-missing-from'].join(', ')}.`].filter(Boolean).join(' ');
  }
  for (const key of Object.keys(node)) {
    if (key.startsWith('x-go-') || key === 'x-extensible-enum' || key === 'x-both-ways') {
      delete node[key];
    } else {
      simplify(node[key]);
    }
  }
}
