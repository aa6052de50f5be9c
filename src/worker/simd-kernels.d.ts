/** The address of the SIMD kernels; see scripts/build/simd-kernels.ts. */
declare module 'virtual:simd-kernels' {
  const address: string;
  export default address;
}
