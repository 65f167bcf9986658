import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../cli/doctor/diagnose.js';
import type { DoctorFacts } from '../../../cli/doctor/facts/doctor-facts.js';
import { doctorFacts, unlinkedFacts } from '../samples.js';

function roleOf(facts: DoctorFacts) {
  return diagnose(facts).checks.find(({ check }) => check === 'atlas-role');
}

const having = (...roles: string[]) => ({ ownRoles: { value: roles } });

describe('the role of the credentials', () => {
  it.each([[['GROUP_OWNER', 'ORG_MEMBER']], [['ORG_OWNER']], [['GROUP_READ_ONLY', 'GROUP_OWNER']]])(
    'is enough with %j',
    (roles) => {
      expect(roleOf(unlinkedFacts(having(...roles)))?.status).toBe('ok');
    },
  );

  it.each([[['GROUP_READ_ONLY']], [['GROUP_CLUSTER_MANAGER', 'ORG_MEMBER']]])(
    'is the cause why an endpoint will not be linked with %j',
    (roles) => {
      const { verdict, cause } = diagnose(unlinkedFacts(having(...roles)));
      expect([verdict, cause?.check]).toEqual(['wrong', 'atlas-role']);
      expect(cause?.message).toContain(`${roles[0]}`);
      expect(cause?.message).toContain('links cannot be made');
      expect(cause?.remedy).toContain('Project Owner');
    },
  );

  it('does not make an existing link wrong', () => {
    const facts = doctorFacts(having('GROUP_READ_ONLY'));
    expect([roleOf(facts)?.status, diagnose(facts).verdict]).toEqual(['note', 'ok']);
  });

  it.each([[['GROUP_NETWORK_ACCESS_MANAGER']], [['GROUP_READ_ONLY', 'GROUP_OF_TOMORROW']]])(
    'cannot be determined with %j, and decides nothing',
    (roles) => {
      const facts = unlinkedFacts(having(...roles));
      expect(roleOf(facts)).toMatchObject({
        status: 'note',
        message: expect.stringContaining('cannot be determined'),
      });
      expect(diagnose(facts).cause?.check).not.toBe('atlas-role');
    },
  );

  it.each<[string, Partial<DoctorFacts>]>([
    ['the list cannot be read', { ownRoles: { unknown: '403 USER_UNAUTHORIZED' } }],
    ['Atlas does not list the credentials', { ownRoles: { value: undefined } }],
    ['the list has no role', having()],
  ])('cannot be determined if %s, and decides nothing', (_, parts) => {
    expect(roleOf(doctorFacts(parts))).toMatchObject({
      status: 'not checked',
      message: expect.stringContaining('cannot be determined'),
    });
    expect(diagnose(doctorFacts(parts)).verdict).toBe('ok');
  });
});
