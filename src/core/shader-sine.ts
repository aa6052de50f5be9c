/**
 * Sine and cosine to float32 accuracy, as shader text.
 *
 * WGSL and GLSL leave `sin` inaccurate (2⁻¹¹ absolute within [−π, π], nothing promised outside), which moves
 * a meta-gradient by 1e-4. Here: reduction by quarter turns in three parts (Cody & Waite 1980) and
 * Cephes's minimax polynomials (sinf.c).
 */
export type ShaderLanguage = 'wgsl' | 'glsl';

/** Statements that put sin(x + quarterTurns·π/2) of the variable `x` into the variable `value`. */
export function sineCode(language: ShaderLanguage, quarterTurns: 0 | 1): string {
  const float = language === 'wgsl' ? 'let' : 'float';
  const pick = (condition: string, yes: string, no: string) =>
    language === 'wgsl' ? `select(${no}, ${yes}, ${condition})` : `(${condition} ? ${yes} : ${no})`;
  return `
    ${float} turns = floor(x * 0.6366197723675814 + 0.5);
    ${float} r = ((x - turns * 1.5703125) - turns * 4.837512969970703125e-4) - turns * 7.54978995489188216e-8;
    ${float} z = r * r;
    ${float} sine = ((-1.9515295891e-4 * z + 8.3321608736e-3) * z - 1.6666654611e-1) * z * r + r;
    ${float} cosine = ((2.443315711809948e-5 * z - 1.388731625493765e-3) * z + 4.166664568298827e-2) * z * z
      - 0.5 * z + 1.0;
    ${float} shifted = turns + ${quarterTurns}.0;
    ${float} quadrant = shifted - 4.0 * floor(shifted / 4.0);
    ${float} magnitude = ${pick('quadrant == 1.0 || quadrant == 3.0', 'cosine', 'sine')};
    ${float} value = ${pick('quadrant >= 2.0', '-magnitude', 'magnitude')};`;
}
