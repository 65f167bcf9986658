import { beforeAll, describe, expect, it } from 'vitest';
import { answers, chooses, nullable, writable } from '../../../bin/check-description/amend.js';
import { compare } from '../../../bin/check-description/compare.js';
import type { Description } from '../../../bin/check-description/description.js';
import type { Deviation } from '../../../bin/check-description/deviations.js';
import type { Exchange } from '../../../bin/check-description/judge.js';
import { playLife } from '../../../bin/check-description/life.js';
import { OWN_DESCRIPTION } from './own-description.js';

let exchanges: readonly Exchange[] = [];

beforeAll(async () => {
  exchanges = await playLife();
});

function compared(deviations: readonly Deviation[] = [], description: Description = OWN_DESCRIPTION) {
  return compare(description, deviations, exchanges);
}

function deviation(name: string, amendments: Deviation['amendments']): Deviation {
  return { name, evidence: 'assumed', reason: 'for this test', amendments };
}

/** Our description, changed. */
function changed(change: (copy: Description) => void): Description {
  // Schemas of our description share parts, which a structured clone would keep shared.
  const copy: Description = JSON.parse(JSON.stringify(OWN_DESCRIPTION));
  change(copy);
  return copy;
}

const AWS = 'AWSService';
const fieldOf = ({ components }: Description, schema: string, field: string) =>
  Object(components.schemas[schema]?.properties)[field];

describe('the responses of a played life', () => {
  it('have the recorded shapes, for every described operation', () => {
    const { findings, unused, compared: count } = compared();
    expect([findings, unused]).toEqual([[], []]);
    expect(count).toBeGreaterThan(300);
  });

  it('contain every status that the simulator refuses a request with', () => {
    const statuses = new Set(exchanges.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([200, 201, 202, 204, 400, 401, 402, 403, 404, 405, 406, 409, 429]);
  });

  it('contain every status of a link, for each cloud provider', () => {
    const statuses = exchanges
      .filter(
        ({ method, path, status }) => method === 'GET' && /\/endpoint\/[^/]+$/.test(path) && status === 200,
      )
      .map(({ body }) => JSON.parse(body))
      .map((link) => `${link.cloudProvider} ${link.connectionStatus ?? link.status}`);
    const others = ['AVAILABLE', 'DELETING', 'FAILED', 'INITIATING'];
    expect([...new Set(statuses)].sort()).toEqual([
      ...['AVAILABLE', 'DELETING', 'PENDING', 'PENDING_ACCEPTANCE', 'REJECTED'].map(
        (status) => `AWS ${status}`,
      ),
      ...others.map((status) => `AZURE ${status}`),
      ...others.map((status) => `GCP ${status}`),
    ]);
  });
});

describe('a difference from the description', () => {
  it.each<[string, (copy: Description) => void, RegExp]>([
    [
      'a field that is not described',
      (copy) => delete Object(copy.components.schemas[AWS]?.properties).errorMessage,
      /unevaluated properties: errorMessage$/,
    ],
    [
      'a field that is missing',
      (copy) => Object(copy.components.schemas.RegionalMode).required.push('more'),
      /required property 'more'/,
    ],
    [
      'null where it is not described',
      (copy) => delete fieldOf(copy, AWS, 'endpointServiceName').nullable,
      /\/endpointServiceName must be string/,
    ],
    [
      'a value that is not listed',
      (copy) => (fieldOf(copy, 'AWSEndpoint', 'connectionStatus').enum = ['AVAILABLE']),
      /\/connectionStatus must be equal to one of/,
    ],
    [
      'a value of another form',
      (copy) => (fieldOf(copy, 'AZUREService', 'id').pattern = '^x$'),
      /\/id must match pattern/,
    ],
    [
      'a status',
      (copy) => delete copy.paths['/api/atlas/v2/groups']?.post?.responses[201],
      /^POST \/api\/atlas\/v2\/groups: status 201 is not described$/,
    ],
    [
      'a body that may not be missing',
      (copy) =>
        delete Object(copy.paths['/api/atlas/v2/groups/{groupId}/clusters']?.get?.responses[401])[
          'x-may-be-empty'
        ],
      /clusters: status 401 has no body$/,
    ],
    [
      'a version',
      (copy) => {
        const response =
          copy.paths['/api/atlas/v2/groups/{groupId}/clusters/{clusterName}']?.get?.responses[200];
        delete response?.content?.['application/vnd.atlas.2023-02-01+json'];
      },
      /has the media type "application\/vnd\.atlas\.2023-02-01\+json"/,
    ],
  ])('is found: %s', (_, change, finding) => {
    const { findings } = compared([], changed(change));
    expect(findings).not.toEqual([]);
    for (const text of findings) expect(text).toMatch(finding);
  });

  it('in a subtype is reported for that subtype only', () => {
    const description = changed(
      (copy) => (fieldOf(copy, 'GCPService', 'portMappingEnabled').type = 'string'),
    );
    const { findings } = compared([], description);
    expect(findings).not.toEqual([]);
    for (const text of findings) expect(text).toMatch(/portMappingEnabled must be string: string$/);
  });
});

describe('a deviation', () => {
  const withoutNull = changed((copy) => delete fieldOf(copy, AWS, 'endpointServiceName').nullable);
  const withNull = deviation('the name may be null', [nullable(AWS, 'endpointServiceName')]);

  it('is applied before the comparison', () => {
    expect(compared([withNull], withoutNull)).toMatchObject({ findings: [], needless: [], inapplicable: [] });
  });

  it('that nothing needs is reported', () => {
    const needless = deviation('a link is answered with 204', [
      answers('GET /groups/{groupId}/privateEndpoint/regionalMode', 299, 200),
    ]);
    expect(compared([withNull, needless], withoutNull).needless).toEqual([needless.name]);
  });

  it('from a part that the description does not have is reported as inapplicable, not as needless', () => {
    const absent = deviation('of a schema that is not there', [nullable('Unknown', 'id')]);
    expect(compared([absent])).toMatchObject({ inapplicable: [absent.name], needless: [], findings: [] });
  });
});

it('a description without an operation says that it was not compared', () => {
  const description = changed((copy) => delete copy.paths['/api/atlas/v2/groups/byName/{groupName}']);
  const { notDescribed, findings } = compared([], description);
  expect(findings).toEqual([]);
  expect(notDescribed).toContain('GET /api/atlas/v2/groups/byName/new');
});

describe('an amendment', () => {
  const limits = changed(({ components: { schemas } }) => {
    const name = { type: 'string', readOnly: true };
    schemas.Plain = { type: 'object', properties: { name } };
    schemas.Any = {
      ...{ type: 'object', properties: { name }, oneOf: [{ $ref: '#/components/schemas/Plain' }] },
      discriminator: { propertyName: 'name', mapping: { known: '#/components/schemas/Plain' } },
    };
  });

  it('lets one more name choose a form', () => {
    const copy = structuredClone(limits);
    expect(chooses('Any', 'Plain', 'other')(copy)).toBe(true);
    expect(Object(copy.components.schemas.Any?.discriminator).mapping).toEqual({
      known: '#/components/schemas/Plain',
      other: '#/components/schemas/Plain',
    });
    expect(chooses('Plain', 'Plain', 'other')(copy)).toBe(false);
  });

  it('lets requests contain a field', () => {
    const copy = structuredClone(limits);
    expect(writable('Plain', 'name')(copy)).toBe(true);
    expect(fieldOf(copy, 'Plain', 'name')).toEqual({ type: 'string' });
    expect(writable('Plain', 'value')(copy)).toBe(false);
  });
});
