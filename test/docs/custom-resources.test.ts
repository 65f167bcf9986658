/** Compares the pages about custom resources with the properties and attributes in the code. */
import { describe, expect, it } from 'vitest';
import {
  type AttributeRow,
  DATA_FEDERATION_ATTRIBUTE_ROWS,
  LINK_ATTRIBUTE_ROWS,
  SERVICE_ATTRIBUTE_ROWS,
} from '../../cli/output/terraform-attributes.js';
import { CustomResource, SERVICE_TOKEN_EXPORT } from '../../lambda/contract/custom-resources.js';
import { DATA_FEDERATION_SERVICES } from '../../lambda/contract/data-federation-services.js';
import { DECLARED_TAG } from '../../lambda/contract/tags.js';
import { acceptedProperties } from '../../lambda/custom-resources/plan.js';
import { documentText } from './documents.js';

/** The formatter pads the cells of tables. */
const unpadded = (path: string) => documentText(path).replace(/ {2,}/g, ' ');
const reference = unpadded('docs/custom-resources.md');
const migration = unpadded('docs/migration.md');

/** Text of a section up to the next heading of the same level. */
function sectionOf(text: string, heading: string): string {
  const level = heading.split(' ')[0] ?? '';
  const [, after = ''] = text.split(`\n${heading}\n`);
  return after.split(new RegExp(`\n${level} `))[0] ?? '';
}

describe('the page of custom resources', () => {
  it.each(Object.values(CustomResource))('has the properties of %s, and no other', (type) => {
    const section = sectionOf(reference, `## ${type}`);
    const rows = [...section.matchAll(/^\| `(\w+)` \| (?:yes|no|one of both) \|/gm)].map(([, name]) => name);
    expect(rows).toEqual(acceptedProperties(type));
  });

  it.each([
    [CustomResource.LINK, LINK_ATTRIBUTE_ROWS],
    [CustomResource.SERVICE, SERVICE_ATTRIBUTE_ROWS],
    [CustomResource.DATA_FEDERATION_LINK, DATA_FEDERATION_ATTRIBUTE_ROWS],
  ] as const)('has the attributes of %s', (type, rows) => {
    const section = sectionOf(reference, `## ${type}`).split('| attribute |')[1] ?? '';
    for (const { ours } of rows) expect(section).toContain(`\`${ours}\``);
  });

  it('names the export and the tag as the code does', () => {
    expect(reference).toContain(`!ImportValue ${SERVICE_TOKEN_EXPORT}`);
    expect(reference).toContain(`\`${DECLARED_TAG.KEY}\``);
  });
});

describe('the page of Data Federation', () => {
  it('has the endpoint service of each Region that the code knows', () => {
    const rows = unpadded('docs/data-federation.md').matchAll(/^\| `([\w-]+)` \| `(com\.[\w.-]+)` \|/gm);
    expect(Object.fromEntries([...rows].map(([, region, name]) => [region, name]))).toEqual(
      DATA_FEDERATION_SERVICES,
    );
  });
});

describe('the page of migration', () => {
  const rowsOf = (heading: string) =>
    [...sectionOf(migration, heading).matchAll(/^\| `(\w+)` \| `(\w+)` \| `([^`]+)` \|/gm)].map(
      ([, terraform, ours, atlas]) => ({ terraform, ours, atlas }),
    );
  const plain = (rows: readonly AttributeRow<object>[]) => rows.map((row) => ({ ...row }));

  it('has the table "attribute, Terraform, ours" of the code', () => {
    expect(rowsOf('### Attributes of a link')).toEqual(plain(LINK_ATTRIBUTE_ROWS as never));
    expect(rowsOf('### Attributes of an endpoint service')).toEqual(plain(SERVICE_ATTRIBUTE_ROWS as never));
  });

  it('has that table for registrations of Data Federation', () => {
    const heading = '### Attributes of a Data Federation registration';
    expect(rowsOf(heading)).toEqual(plain(DATA_FEDERATION_ATTRIBUTE_ROWS as never));
  });

  it('names every type of resource', () => {
    for (const type of Object.values(CustomResource)) expect(migration).toContain(`\`${type}\``);
  });
});
