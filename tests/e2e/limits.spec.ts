/** A training that the adapter cannot hold is refused before it is built, and what would fit is one press away. */
import { expect, test } from './playground.ts';

test('too large a training is told with what would fit, and never begun', async ({ fresh: playground }) => {
  const { page } = playground;
  await playground.open('webgl');
  await expect(playground.curve('random')).toHaveAttribute('d', /^M/);
  await playground.setNumber('Hidden layers', '256, 256');
  await playground.setNumber('Training inner steps', '16');
  const note = page.getByRole('status').filter({ hasText: 'This training would need about' });
  await playground.setNumber('Tasks per meta-batch', '100');
  await expect(note).toContainText(/about [\d.]+ GiB of memory; WebGL is given at most [\d.]+ [MG]iB here/);
  await playground.openPanel('Train');
  await playground.button('Train').click();
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices.getByText(/on webgl here, found [\d.]+ GiB/)).toBeVisible();
  await expect(page.getByTestId('iteration')).toHaveCount(0);

  const offer = note.getByRole('button', { name: /^Meta-batch T = \d+$/ });
  const tasks = /\d+/.exec(await offer.innerText())?.[0] ?? '';
  await offer.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Tasks per meta-batch', exact: true })).toHaveValue(tasks);
  await expect(note).toHaveCount(0);
});
