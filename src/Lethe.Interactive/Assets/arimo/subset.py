"""Makes Arimo-still.ttf, the font that still pictures are measured and placed in, of Debian's fonts-croscore with python3-fonttools.

It keeps what labels are usually written with, without hinting, and gets 256 empty letters from U+E000 on, as wide as high: they hold the places of letters
that it lacks (StillText).

    python3 subset.py /usr/share/fonts/truetype/croscore/Arimo-Regular.ttf
"""
import pathlib
import sys

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

KEPT = [(0x20, 0x7E), (0xA0, 0x17F), (0x2B0, 0x2FF), (0x370, 0x3FF), (0x400, 0x45F), (0x2000, 0x206F), (0x2070, 0x20CF), (0x2100, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF)]
STAND_INS = range(0xE000, 0xE100)

font = TTFont(sys.argv[1], recalcTimestamp=False)
options = Options(hinting=False, layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 7, 13, 14], notdef_outline=True, drop_tables=["GSUB", "GPOS", "GDEF", "kern", "DSIG", "gasp"])
subsetter = Subsetter(options)
subsetter.populate(unicodes=[code for first, last in KEPT for code in range(first, last + 1)])
subsetter.subset(font)

em = font["head"].unitsPerEm
names = [f"standin{code:04X}" for code in STAND_INS]
for name in names:
    font["glyf"][name] = Glyph()
    font["hmtx"][name] = (em, 0)
font.setGlyphOrder(font.getGlyphOrder() + [name for name in names if name not in font.getGlyphOrder()])
for table in font["cmap"].tables:
    if table.isUnicode():
        table.cmap.update(zip(STAND_INS, names))
font["post"].formatType = 3
font.save(pathlib.Path(__file__).with_name("Arimo-still.ttf"))
