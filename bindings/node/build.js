// Builds the addons into build/: `node build.js`. It needs a C compiler, Node's headers and an installed machport.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const { execFileSync } = require('node:child_process');
const { existsSync, mkdirSync } = require('node:fs');
const { dirname, join } = require('node:path');

const inside = (...names) => join(__dirname, ...names);

// pkg-config writes a backslash before the space in a folder's name.
const split = (words) => (words.match(/(?:\\.|[^\s\\])+/g) || []).map((word) => word.replace(/\\(.)/g, '$1'));

/** What pkg-config says of packages, as words; null where one is not there. */
function told(option, ...packages) {
  try {
    const words = execFileSync('pkg-config', [option, ...packages], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return split(words);
  } catch {
    return null;
  }
}

/** The folder of node_api.h: what MACHPORT_NODE_INCLUDE says, or where Node itself or Debian's libnode-dev has it. */
function headers() {
  const folders = [
    process.env.MACHPORT_NODE_INCLUDE,
    join(dirname(dirname(process.execPath)), 'include', 'node'),
    '/usr/include/node',
    '/usr/include/nodejs/src',
  ];
  const found = folders.find((folder) => folder && existsSync(join(folder, 'node_api.h')));
  if (found) return found;
  throw new Error('node_api.h is missing: MACHPORT_NODE_INCLUDE says the folder of Node\'s headers (Debian: libnode-dev)');
}

function build(addon, sources, packages) {
  const flags = told('--cflags', ...packages);
  const libraries = told('--libs', ...packages);
  if (!flags || !libraries) throw new Error(`pkg-config does not find ${packages.join(' and ')}`);
  const shared = process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared'];
  const paths = libraries.filter((word) => word.startsWith('-L')).map((word) => `-Wl,-rpath,${word.slice(2)}`);
  const options = ['-std=gnu11', '-O2', '-fPIC', '-fvisibility=hidden', '-Wall', '-Wextra', ...shared];
  const files = ['js.c', 'layer.c'].map((file) => inside('src', file));
  const ownHeaders = told('--variable=includedir', 'machport').map((folder) => `-I${join(folder, 'machport')}`);
  const include = [`-I${inside('src')}`, '-isystem', headers(), ...flags, ...ownHeaders];
  const words = [...options, ...include, ...files, ...sources, ...libraries, ...paths, '-o', inside('build', `${addon}.node`)];
  const [compiler, ...own] = split(process.env.CC || 'cc');
  execFileSync(compiler, [...own, ...split(process.env.CFLAGS || ''), ...words], { stdio: 'inherit' });
}

module.exports = { headers };
if (require.main === module) {
  mkdirSync(inside('build'), { recursive: true });
  build('machport', [inside('generated', 'machport.c')], ['machport']);
  build('wait', [inside('src', 'wait.c')], ['machport']);
  // What tests need of the embedded Mach, where the host has no other.
  if (told('--exists', 'mach-embedded')) build('embedded', [inside('generated', 'embedded.c')], ['machport', 'mach-embedded']);
}
