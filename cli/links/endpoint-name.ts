import type { VpcEndpoint } from '../../lambda/domain/model/ports/ec2.js';

/** As the consoles of AWS show it: the tag `Name`. */
export function nameOf(endpoint: VpcEndpoint | undefined): string {
  return endpoint?.tags.Name ?? '';
}
