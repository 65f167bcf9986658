import { describe, expect, it } from 'vitest';
import type { LinkRecord } from '../../../lambda/contract/registry.js';
import { DATA_FEDERATION_PROJECT_TAG } from '../../../lambda/contract/tags.js';
import { FederationDirectory } from '../../../lambda/domain/data-federation/federation-directory.js';
import { FakeDataFederation } from '../fake-data-federation.js';
import { linkDescription, OWN, vpcEndpoint } from '../samples.js';

const WANTED = 'a'.repeat(24);
const TAKEN_OUT = 'b'.repeat(24);
const PLACE = { account: OWN.account, region: OWN.region };

function recordOf(state: LinkRecord['state'], connectionStatus: string): LinkRecord {
  const link = linkDescription({
    projectId: TAKEN_OUT,
    endpointServiceId: 'data-federation',
    connectionStatus,
  });
  return { ...({ version: 1, ...PLACE, owner: OWN.owner } as LinkRecord), state, link };
}

const find = (record: LinkRecord) =>
  new FederationDirectory({
    atlas: { dataFederation: new FakeDataFederation((_, effect) => effect()) },
    projects: [{ projectId: WANTED, dataFederation: true }],
    serviceNames: [],
  }).find(vpcEndpoint({ tags: { [DATA_FEDERATION_PROJECT_TAG]: WANTED } }), PLACE, record);

describe('an endpoint whose record names a project that was taken out of the automation', () => {
  it('stays there if it was registered', async () => {
    expect(await find(recordOf('available', 'AVAILABLE'))).toMatchObject({
      kind: 'ignored',
      message: expect.stringMatching(new RegExp(`${TAKEN_OUT}.*add the project again`)),
    });
    expect(await find(recordOf('failed', 'REJECTED'))).toMatchObject({ kind: 'ignored' });
  });

  it('goes to the project that it names if it was refused before any registration', async () => {
    expect(await find(recordOf('failed', ''))).toMatchObject({ kind: 'found', match: { projectId: WANTED } });
  });
});
