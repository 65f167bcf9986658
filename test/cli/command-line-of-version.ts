/** The command line as a release makes it whose member template has another version. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { COMMAND_LINE } from '../../bin/bundle-command-line.js';
import { programBuild } from '../../bin/bundle-program.js';
import { MEMBER_VERSION } from '../../lambda/contract/members.js';

/** @returns name of the bundle */
export async function bundleOfVersion(memberVersion: number, folder: string): Promise<string> {
  const outfile = join(folder, `version-${memberVersion}.mjs`);
  const options = programBuild(COMMAND_LINE);
  const plugins = [withVersion(memberVersion), ...options.plugins];
  await build({ ...options, outfile, plugins });
  return outfile;
}

function withVersion(memberVersion: number): Plugin {
  return {
    name: 'member-version',
    setup({ onLoad }) {
      onLoad({ filter: /lambda\/contract\/members\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const declaration = `MEMBER_VERSION = ${MEMBER_VERSION};`;
        if (!text.includes(declaration)) throw new Error(`${path} does not have "${declaration}".`);
        return { contents: text.replace(declaration, `MEMBER_VERSION = ${memberVersion};`), loader: 'ts' };
      });
    },
  };
}
