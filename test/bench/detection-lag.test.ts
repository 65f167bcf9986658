import { describe, expect, it } from 'vitest';
import { measureDetectionLag } from '../../bench/detection-lag.js';

const rows = Object.fromEntries(measureDetectionLag().map((row) => [row.name, row]));
const ours = rows['cdk-atlas-privatelink'];
const terraform = rows['Terraform provider'];

describe('the polling schedules in one simulation', () => {
  it("give Terraform's known figures: 5 s mean lag, 17 looks", () => {
    expect(terraform?.meanLagSeconds).toBeCloseTo(5, 0);
    expect(terraform?.meanPolls).toBeCloseTo(17, 0);
  });

  it('see a link sooner than Terraform, with fewer HTTP requests in all', () => {
    expect(ours?.meanLagSeconds).toBeLessThan(4.9);
    expect(ours?.meanHttpRequests).toBeLessThan(terraform?.meanHttpRequests ?? 0);
  });
});
