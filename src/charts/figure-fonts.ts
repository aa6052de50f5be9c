/** The page's own fonts, for a drawing that takes them along. */

function isIn(range: string, code: number): boolean {
  const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-');
  const first = Number.parseInt(from.replaceAll('?', '0'), 16);
  const last = Number.parseInt(to.replaceAll('?', 'f'), 16);
  return code >= first && code <= last;
}

async function asDataUrl(url: string): Promise<string> {
  const blob = await (await fetch(url)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      if (typeof reader.result === 'string') resolve(reader.result);
    });
    reader.addEventListener('error', () => reject(new Error(`Expected to read ${url}.`)));
    reader.readAsDataURL(blob);
  });
}

function rulesOf(sheet: CSSStyleSheet): CSSRule[] {
  try {
    return [...sheet.cssRules];
  } catch {
    return [];
  }
}

export interface Fonts {
  readonly rules: string;
  /** A character that each of them draws. */
  readonly samples: readonly string[];
}

/** The page's own fonts among `families`, as far as the characters of the text need them. */
export async function fontsFor(families: string, text: string): Promise<Fonts> {
  const codes = [...new Set(text.replaceAll(/\s/g, ''))].map((character) => character.codePointAt(0) ?? 0);
  const faces = [...document.styleSheets].flatMap((sheet) =>
    rulesOf(sheet).flatMap((rule) => {
      if (!(rule instanceof CSSFontFaceRule)) return [];
      const family = rule.style.getPropertyValue('font-family').replaceAll(/["']/g, '');
      const ranges = rule.style.getPropertyValue('unicode-range').split(',');
      const source = /url\(["']?(.+?)["']?\)/.exec(rule.style.getPropertyValue('src'))?.[1];
      const needed = codes.find((code) => ranges.some((one) => isIn(one, code)));
      if (!families.includes(family) || needed === undefined || source === undefined) return [];
      const weight = rule.style.getPropertyValue('font-weight');
      const url = new URL(source, sheet.href ?? document.baseURI).href;
      return [{ family, weight, url, sample: String.fromCodePoint(needed) }];
    }),
  );
  const texts = await Promise.all(
    faces.map(
      async ({ family, weight, url }) =>
        `@font-face{font-family:"${family}";font-weight:${weight};src:url(${await asDataUrl(url)})}`,
    ),
  );
  return { rules: texts.join(''), samples: faces.map(({ sample }) => sample) };
}
