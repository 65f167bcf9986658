import { describe, expect, it } from 'vitest';
import { DATA_FEDERATION_SERVICE_ID } from '../../../lambda/contract/service-kind.js';
import {
  othersRegistration,
  registrationComment,
} from '../../../lambda/domain/data-federation/own-registration.js';
import { dataFederationLink, LINK } from '../samples.js';

const REGISTRATION = { ...LINK, endpointServiceId: DATA_FEDERATION_SERVICE_ID };

function others(comment: string | undefined, isStanding: boolean) {
  const find = async () => (comment === undefined ? undefined : dataFederationLink({ comment }));
  const deps = { owner: 'me', atlas: { dataFederation: { find } } };
  return othersRegistration(deps, REGISTRATION, isStanding);
}

describe('whose a registration is', () => {
  it('is not known right before the DELETE if Atlas no longer shows it', async () => {
    await expect(others(undefined, true)).rejects.toMatchObject({ name: 'NotYetError' });
  });

  it('does not matter before if there is none: the removal ends as absent', async () => {
    expect(await others(undefined, false)).toBeUndefined();
  });

  it.each([true, false])('is shown by its comment (standing: %s)', async (isStanding) => {
    expect(await others(registrationComment('me'), isStanding)).toBeUndefined();
    expect(await others('by Ana', isStanding)).toMatch(/theirs to remove/);
  });
});
