import { describe, expect, it } from 'vitest';
import { meaningOf, registrarLines } from '../../../cli/commands/unlink.js';
import type { LinkSnapshot } from '../../../cli/links/check-link.js';
import type { LastLinkRule } from '../../../lambda/contract/custom-resources.js';
import { registrationComment } from '../../../lambda/domain/data-federation/own-registration.js';
import {
  dataFederationLink,
  ENDPOINT_ID,
  endpointService,
  linkDescription,
  PROJECT_ID,
  vpcEndpoint,
} from '../../domain/samples.js';
import { automation } from '../samples.js';

const OTHER_ID = 'vpce-0fffffffffffffff0';

function meaning(state: string, linkIds: readonly string[], lastLink: LastLinkRule): string {
  const snapshot: LinkSnapshot = {
    endpointId: ENDPOINT_ID,
    endpoint: vpcEndpoint({ state }),
    record: undefined,
    recordProblem: '',
    place: { projectId: PROJECT_ID, service: endpointService({ interfaceEndpoints: linkIds }) },
    alsoIn: [],
    isUndecided: false,
    link: linkDescription({ connectionStatus: 'AVAILABLE' }),
    isRunning: false,
  };
  return meaningOf({ automation: automation() }, snapshot, lastLink).join('\n');
}

describe('the warning before a link is removed', () => {
  it('says that AWS rejects the endpoint, which cannot be linked again', () => {
    const text = meaning('available', [ENDPOINT_ID, OTHER_ID], 'keep');
    expect(text).toMatch(/rejects the endpoint for good: it cannot be linked again/);
    expect(text).toMatch(/create another VPC endpoint/);
    expect(text).not.toMatch(/links it again/);
  });

  it('says that a never accepted endpoint is linked again while it is selected', () => {
    const text = meaning('pendingacceptance', [ENDPOINT_ID, OTHER_ID], 'keep');
    expect(text).toMatch(/the next reconciliation links it again/);
    expect(text).not.toMatch(/rejects/);
  });

  it('says for a retained last link only that everything stays', () => {
    const text = meaning('available', [ENDPOINT_ID], 'keep');
    expect(text).toMatch(/Last links are retained: link, endpoint service and endpoint stay/);
    expect(text).not.toMatch(/cut off|rejects|links it again|Both are removed/);
  });

  it('says for a removed last link that the service name is lost as well', () => {
    const text = meaning('available', [ENDPOINT_ID], 'remove');
    expect(text).toMatch(/Both are removed.*A new service has a new name/);
    expect(text).toMatch(/rejects the endpoint for good/);
  });
});

describe('who has registered an endpoint to Data Federation', () => {
  const owner = automation().owner;
  const linesFor = (endpointServiceId: string, comment: string) =>
    registrarLines(
      {
        automation: { owner },
        atlas: { dataFederation: { find: async () => dataFederationLink({ comment }) } },
      },
      {
        endpointId: ENDPOINT_ID,
        endpoint: undefined,
        record: undefined,
        recordProblem: '',
        place: { projectId: PROJECT_ID, service: endpointService({ endpointServiceId }) },
        alsoIn: [],
        isUndecided: false,
        link: linkDescription(),
        isRunning: false,
      },
    );

  it.each([
    ['by Bea', /"by Bea".*Somebody else/s],
    [registrationComment(owner), /This automation/],
  ])('is said by the comment %s', async (comment, text) => {
    expect((await linesFor('data-federation', comment)).join('\n')).toMatch(text);
  });

  it('is not asked of a dedicated service', async () => {
    expect(await linesFor('1'.repeat(24), '')).toEqual([]);
  });
});
