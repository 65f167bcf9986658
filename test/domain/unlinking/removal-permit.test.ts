import { describe, expect, it } from 'vitest';
import type { AtlasChangePort, LinkReference } from '../../../lambda/domain/model/ports/atlas.js';
import { RemovalPermit } from '../../../lambda/domain/model/values/removal-permit.js';
import { LINK } from '../samples.js';

describe('a removal permit', () => {
  it('can only be created by the guard, which the compiler ensures', () => {
    const attempts = (atlas: AtlasChangePort) => {
      // @ts-expect-error: a link is not a permit
      void atlas.deleteLink(LINK);
      const redeem = () => ({ target: LINK, sendBefore: new Date(0) });
      // @ts-expect-error: an object of the same form is not a permit
      void atlas.deleteLink({ isRedeemed: false, target: LINK, sendBefore: new Date(0), redeem });
      // @ts-expect-error: the constructor is private
      void new RemovalPermit<LinkReference>(LINK, new Date(0));
      // @ts-expect-error: a permit for a link is not valid for a service
      void atlas.deleteService(RemovalPermit.grant({ endpointId: 'vpce-1' }, new Date(0)));
    };
    expect(attempts).toBeTypeOf('function');
  });

  it('allows one DELETE', () => {
    const permit = RemovalPermit.grant(LINK, new Date(0));
    expect(permit.redeem()).toEqual({ target: LINK, sendBefore: new Date(0) });
    expect(() => permit.redeem()).toThrow(/allows one DELETE/);
  });
});
