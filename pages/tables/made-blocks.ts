/** Generated blocks of the pages, each between two marks; everything else on a page is written by hand. */

/** Generates the text between the marks with its name. */
export type BlockMaker = () => string;

const BLOCK = /^<!-- made by npm run docs: ([\w-]+) -->\n[\s\S]*?^<!-- end -->$/gm;

export function blockNames(page: string): string[] {
  return [...page.matchAll(BLOCK)].map(([, name]) => name ?? '');
}

/** @returns the page with the current text of each block */
export function withMadeBlocks(page: string, makers: ReadonlyMap<string, BlockMaker>): string {
  return page.replace(BLOCK, (_block, name: string) => {
    const make = makers.get(name);
    if (make === undefined) {
      const known = [...makers.keys()].join(', ');
      throw new Error(`A page has a block named "${name}", which nothing makes. Expected one of: ${known}.`);
    }
    return `<!-- made by npm run docs: ${name} -->\n\n${make()}\n\n<!-- end -->`;
  });
}
