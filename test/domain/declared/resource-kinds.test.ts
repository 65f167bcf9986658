import { describe, expect, it } from 'vitest';
import { inCloudFormation } from '../../../lambda/contract/cloudformation-spelling.js';
import { CustomResource } from '../../../lambda/contract/custom-resources.js';
import { LOOKUPS } from '../../../lambda/custom-resources/lookup.js';
import { ENDPOINT_SERVICE } from '../../../lambda/domain/declared/kinds/endpoint-service/endpoint-service-kind.js';
import { KINDS } from '../../../lambda/domain/declared/resource-kinds.js';
import { isMadeUp } from '../../../lambda/domain/requests/physical-id.js';
import { ENDPOINT_ID, PROJECT_ID, SERVICE_ID } from '../samples.js';

const IDS = {
  link: `link/${PROJECT_ID}/AWS/${SERVICE_ID}/${ENDPOINT_ID}`,
  service: `service/${PROJECT_ID}/AWS/EU_WEST_1/${SERVICE_ID}`,
  'regional-mode': `regional-mode/${PROJECT_ID}/was-off`,
  'data-federation-link': `data-federation-link/${PROJECT_ID}/${ENDPOINT_ID}`,
};

describe('the kinds of resources', () => {
  it('and the lookups cover every type of custom resource, each type once', () => {
    const taken = [...Object.values(KINDS), ...LOOKUPS].map(({ type }) => type);
    expect(taken.sort()).toEqual(Object.values(CustomResource).sort());
  });

  it.each(Object.entries(IDS))('recognize only their own physical ids: %s', (kind, id) => {
    expect(isMadeUp(id)).toBe(false);
    for (const [name, { recorded }] of Object.entries(KINDS))
      expect(recorded(id) !== undefined).toBe(name === kind);
  });

  it('name properties in a removal that the type accepts', () => {
    for (const kind of Object.values(KINDS)) {
      const named = Object.values(IDS).flatMap((id) =>
        Object.keys(inCloudFormation(kind.recorded(id) ?? {})),
      );
      expect(kind.accepted).toEqual(expect.arrayContaining(named));
    }
  });

  it('read nothing from the id of a service that Atlas never had', () => {
    expect(ENDPOINT_SERVICE.recorded(`service/${PROJECT_ID}/AWS/EU_WEST_1`)).toBeUndefined();
  });
});
