/** Zips of pictures in the browser's database: kept, listed without their pixels, noted, forgotten, and refused when damaged. */
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { connect } from '#persistence/database.ts';
import { browserPictures } from '#persistence/kept-pictures.ts';
import { type KeptPictures, readPictureSet } from '#persistence/picture-records.ts';
import { plainSet } from '../../fakes/fake-pictures.ts';

const KEPT: KeptPictures = {
  digest: '0f'.repeat(32),
  name: 'letters.zip',
  note: '',
  bytes: 1000,
  classes: 3,
  pictures: 12,
  savedAt: 1,
};

test('a zip comes back as it was kept, until it is forgotten', async () => {
  const kept = browserPictures();
  const other = { ...KEPT, digest: '1f'.repeat(32), savedAt: 2 };
  await kept.save(KEPT, plainSet(3));
  await kept.save(other, plainSet(2));
  expect(await kept.list()).toEqual([other, KEPT]);
  expect(await kept.open(KEPT.digest)).toEqual(plainSet(3));
  await kept.note(KEPT.digest, 'CC BY 4.0');
  await kept.remove(other.digest);
  expect(await browserPictures().list()).toEqual([{ ...KEPT, note: 'CC BY 4.0' }]);
  expect(await kept.open(other.digest)).toBeNull();
});

test('records that somebody else has written are passed over or refused', async () => {
  const inDatabase = connect();
  await inDatabase((database) => database.put('pictures', { ...KEPT, digest: 'no digest' }));
  expect((await browserPictures().list()).map(({ digest }) => digest)).not.toContain('no digest');
  const record = { digest: KEPT.digest, ...plainSet(3) };
  expect(readPictureSet(record)).toEqual(plainSet(3));
  const short = { ...record, pixels: record.pixels.subarray(784) };
  for (const damaged of [short, { ...record, alphabets: null }, null]) {
    expect(() => readPictureSet(damaged)).toThrow('damaged record');
  }
});
