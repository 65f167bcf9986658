import { createRequire } from 'node:module';
import { type BundledComponent, componentTitle } from './bundled-component.js';

const require = createRequire(import.meta.url);

/** Licences that the packages of this repository may bundle: none of them asks for more than its text. */
const ALLOWED: readonly string[] = [
  'Apache-2.0',
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
];

/** Licences whose standard text is enough, since none asks for a copyright line of its own in binary form. */
const STANDARD_TEXT_IS_ENOUGH: readonly string[] = ['Apache-2.0', 'MIT-0', '0BSD'];

/** @throws Error where the licence is not one that may be bundled */
export function licenseId(component: BundledComponent): string {
  const ids = (component.licenses ?? []).map(
    ({ license, expression }) => license?.id ?? license?.name ?? expression,
  );
  const [id, ...others] = ids;
  if (id !== undefined && others.length === 0 && ALLOWED.includes(id)) return id;
  throw new Error(
    `${componentTitle(component)} is bundled, and declares the licence ${JSON.stringify(ids)}. ` +
      `Allowed are ${ALLOWED.join(', ')}. Remove the package, or add its licence to bin/notices/license-texts.ts ` +
      'once what it asks for is met.',
  );
}

/**
 * The text of each licence file of the package, or the standard text of the licence where the package has no such file.
 *
 * @throws Error where the package has no file, and its licence asks for the copyright line that would stand in it
 */
export function licenseTexts(component: BundledComponent): readonly string[] {
  const id = licenseId(component);
  const files = (component.evidence?.licenses ?? []).flatMap(({ license: { text } }) =>
    text === undefined ? [] : [tidied(decoded(text))],
  );
  if (files.length > 0) return files;
  if (STANDARD_TEXT_IS_ENOUGH.includes(id)) return [tidied(standardText(id))];
  throw new Error(
    `${componentTitle(component)} is bundled, has the licence ${id} and no licence file, so its copyright line is ` +
      'unknown. Take a release that has the file, or remove the package.',
  );
}

export function hasLicenseFile({ evidence }: BundledComponent): boolean {
  return (evidence?.licenses ?? []).some(({ license }) => license.text !== undefined);
}

function decoded({ content, encoding }: { readonly content: string; readonly encoding?: string }): string {
  return encoding === 'base64' ? Buffer.from(content, 'base64').toString('utf8') : content;
}

/** Line ends and blanks at the end of lines make two texts out of one. */
function tidied(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

function standardText(id: string): string {
  const { licenseText } = require(`spdx-license-list/licenses/${id}.json`) as { licenseText: string };
  return licenseText;
}
