import { describe, expect, it } from 'vitest';
import type { DataFederationLinkDescription } from '../../../lambda/contract/custom-resources.js';
import { federationServices } from '../../../lambda/domain/data-federation/federation-services.js';
import { registrationComment } from '../../../lambda/domain/data-federation/own-registration.js';
import { searchProjects } from '../../../lambda/domain/unlinking/search-projects.js';
import { atlasError } from '../atlas-errors.js';
import { dataFederationLink, ENDPOINT_ID, endpointService, OWN, SERVICE_ID } from '../samples.js';

const [ONE, TWO, THREE] = ['a', 'b', 'c'].map((digit) => digit.repeat(24)) as [string, string, string];
const OWN_COMMENT = registrationComment(OWN.owner);
const FEDERATED = 'data-federation';

interface Projects {
  /** Comment of the registration by project; an error if its registrations cannot be read. */
  readonly registrations: Readonly<Record<string, string | Error>>;
  /** Projects whose dedicated service lists the endpoint. */
  readonly dedicated?: readonly string[];
  /** Projects of which one registration alone cannot be read. */
  readonly unreadableAlone?: readonly string[];
}

function search({ registrations, dedicated = [], unreadableAlone = [] }: Projects) {
  const registration = (projectId: string): DataFederationLinkDescription | undefined => {
    const comment = registrations[projectId];
    if (comment instanceof Error) throw comment;
    return comment === undefined ? undefined : dataFederationLink({ projectId, comment });
  };
  const atlas = {
    listEndpointServices: async (projectId: string, _cloud: string, kind = 'dedicated') => {
      const interfaceEndpoints = dedicated.includes(projectId) ? [ENDPOINT_ID] : [];
      if (kind === 'dedicated') return [endpointService({ interfaceEndpoints })];
      const one = registration(projectId);
      return federationServices(projectId, one === undefined ? [] : [one]);
    },
    dataFederation: {
      list: async () => [],
      hostnames: async () => [],
      find: async ({ projectId }: { readonly projectId: string }) => {
        if (unreadableAlone.includes(projectId)) throw atlasError('forbidden');
        return registration(projectId);
      },
    },
  };
  const projectIds = [ONE, TWO, THREE];
  return searchProjects(
    { owner: OWN.owner, atlas, projectIds, federatedProjectIds: projectIds },
    ENDPOINT_ID,
  );
}

describe('the project of an endpoint that no record names', () => {
  it('is the one whose registration has the own comment, whatever others list', async () => {
    const { found } = await search({
      registrations: { [ONE]: 'by Ana', [TWO]: 'by Bea', [THREE]: OWN_COMMENT },
    });
    expect(found).toEqual({ projectId: THREE, endpointServiceId: FEDERATED });
  });

  it('is the first one if no registration has the own comment: it is somebody else’s, and said to be', async () => {
    const { found } = await search({ registrations: { [TWO]: 'by Ana', [THREE]: 'by Bea' } });
    expect(found).toEqual({ projectId: TWO, endpointServiceId: FEDERATED });
  });

  it('is that of the dedicated service, although the registrations of the same project cannot be read', async () => {
    const registrations = { [TWO]: atlasError('forbidden') };
    const { found } = await search({ registrations, dedicated: [TWO] });
    expect(found).toEqual({ projectId: TWO, endpointServiceId: SERVICE_ID });
  });

  it.each([
    [
      'by its list',
      { registrations: { [ONE]: 'by Ana', [TWO]: 'by Bea', [THREE]: atlasError('forbidden') } },
    ],
    [
      'alone',
      { registrations: { [ONE]: 'by Ana', [TWO]: 'by Bea', [THREE]: OWN_COMMENT }, unreadableAlone: [THREE] },
    ],
  ])('is not known if that of a third project cannot be read %s', async (_, projects) => {
    const { found, unreadable } = await search(projects);
    expect([found, unreadable.map(({ projectId }) => projectId)]).toEqual([undefined, [THREE]]);
  });
});
