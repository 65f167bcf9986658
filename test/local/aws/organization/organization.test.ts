import { describe, expect, it } from 'vitest';
import { Organization, type OrganizationOptions } from '../../../../local/aws/organization/organization.js';

const PARENT = 'ou-root-workload';
const CHILD = 'ou-root-products';
const units = [{ unitId: PARENT }, { unitId: CHILD, parentId: PARENT }];

const organize = (options: Partial<OrganizationOptions> = {}) =>
  new Organization({ managementAccount: '100000000001', units, ...options });

describe('an organization', () => {
  it('lists the accounts of a unit with those of its child units', () => {
    const organization = organize();
    organization.put('222233334444', CHILD);
    organization.put('333344445555', PARENT);
    expect(organization.accountsIn(CHILD)).toEqual(['222233334444']);
    expect(organization.accountsIn(PARENT)).toEqual(['222233334444', '333344445555']);
    expect(organization.accountsIn('r-root')).toHaveLength(3);
    expect(organization.pathOf('222233334444')).toBe(`o-local00001/r-root/${PARENT}/${CHILD}/`);
    organization.remove('222233334444');
    expect([organization.has('222233334444'), organization.accountsIn(CHILD)]).toEqual([false, []]);
  });

  it.each<[string, Partial<OrganizationOptions>, RegExp]>([
    ['an id of the wrong form', { organizationId: 'o-short' }, /"o-short"/],
    ['a unit with an id of the wrong form', { units: [{ unitId: 'members' }] }, /"members"/],
    [
      'a unit whose parent does not exist',
      { units: [{ unitId: CHILD, parentId: PARENT }] },
      /has to come before/,
    ],
  ])('refuses %s', (_, options, message) => {
    expect(() => organize(options)).toThrow(message);
  });

  it('refuses an account in a unit that does not exist', () => {
    expect(() => organize().put('222233334444', 'ou-root-nowhere0')).toThrow(
      'has no unit "ou-root-nowhere0"',
    );
  });
});
