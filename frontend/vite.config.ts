import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

/* File names are fixed on purpose: templates name the file. Each island is one file that imports no other. */
export default defineConfig({
  base: "./",
  publicDir: "public",
  plugins: [tailwindcss()],
  build: {
    outDir: "../src/riser/ui/static/riser",
    emptyOutDir: true,
    target: "es2022",
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: false,
    sourcemap: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        riser: "src/riser.ts",
        "plan-grid": "src/islands/plan-grid.ts",
        drop: "src/islands/drop.ts",
        profile: "src/islands/profile.ts",
      },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        assetFileNames: (asset) =>
          asset.names.some((name) => name.endsWith(".woff2")) ? "fonts/[name][extname]" : "[name][extname]",
      },
    },
  },
});
