import { describe, expect, it } from 'vitest';
import { probeDevice } from './probe-device.ts';

describe('probeDevice', () => {
  it('runs the small network in a process of its own', async () => {
    const probe = await probeDevice('cpu');
    expect(probe.works && probe.run.runMilliseconds).toBeGreaterThan(0);
    // A process that loads everything anew, on a machine that may be busy.
  }, 60_000);

  it('outlives a driver that takes its process down', async () => {
    const died = { message: undefined, printed: '' };
    const probe = await probeDevice('webgpu', () => Promise.resolve(died));
    expect(probe).toEqual({
      works: false,
      reason: 'the process that tried it ended without a word; docs/devices.md has more',
    });
  });

  it('gives the failure in one line', async () => {
    const failed = {
      message: { run: null, message: 'No supported adapters' },
      printed: "Warning: Couldn't load Vulkan: no\n  at it\n",
    };
    const probe = await probeDevice('webgpu', () => Promise.resolve(failed));
    expect(!probe.works && probe.reason).toMatch(/^looked for a Vulkan loader [^\n]+$/);
  });
});
