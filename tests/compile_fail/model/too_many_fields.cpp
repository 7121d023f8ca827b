// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_MODEL(Row): a model has at most 128 fields

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  int f000{}, f001{}, f002{}, f003{}, f004{}, f005{}, f006{}, f007{}, f008{}, f009{}, f010{}, f011{};
  int f012{}, f013{}, f014{}, f015{}, f016{}, f017{}, f018{}, f019{}, f020{}, f021{}, f022{}, f023{};
  int f024{}, f025{}, f026{}, f027{}, f028{}, f029{}, f030{}, f031{}, f032{}, f033{}, f034{}, f035{};
  int f036{}, f037{}, f038{}, f039{}, f040{}, f041{}, f042{}, f043{}, f044{}, f045{}, f046{}, f047{};
  int f048{}, f049{}, f050{}, f051{}, f052{}, f053{}, f054{}, f055{}, f056{}, f057{}, f058{}, f059{};
  int f060{}, f061{}, f062{}, f063{}, f064{}, f065{}, f066{}, f067{}, f068{}, f069{}, f070{}, f071{};
  int f072{}, f073{}, f074{}, f075{}, f076{}, f077{}, f078{}, f079{}, f080{}, f081{}, f082{}, f083{};
  int f084{}, f085{}, f086{}, f087{}, f088{}, f089{}, f090{}, f091{}, f092{}, f093{}, f094{}, f095{};
  int f096{}, f097{}, f098{}, f099{}, f100{}, f101{}, f102{}, f103{}, f104{}, f105{}, f106{}, f107{};
  int f108{}, f109{}, f110{}, f111{}, f112{}, f113{}, f114{}, f115{}, f116{}, f117{}, f118{}, f119{};
  int f120{}, f121{}, f122{}, f123{}, f124{}, f125{}, f126{}, f127{}, f128{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows",
                 FIELD(f000), FIELD(f001), FIELD(f002), FIELD(f003), FIELD(f004), FIELD(f005), FIELD(f006), FIELD(f007),
                 FIELD(f008), FIELD(f009), FIELD(f010), FIELD(f011), FIELD(f012), FIELD(f013), FIELD(f014), FIELD(f015),
                 FIELD(f016), FIELD(f017), FIELD(f018), FIELD(f019), FIELD(f020), FIELD(f021), FIELD(f022), FIELD(f023),
                 FIELD(f024), FIELD(f025), FIELD(f026), FIELD(f027), FIELD(f028), FIELD(f029), FIELD(f030), FIELD(f031),
                 FIELD(f032), FIELD(f033), FIELD(f034), FIELD(f035), FIELD(f036), FIELD(f037), FIELD(f038), FIELD(f039),
                 FIELD(f040), FIELD(f041), FIELD(f042), FIELD(f043), FIELD(f044), FIELD(f045), FIELD(f046), FIELD(f047),
                 FIELD(f048), FIELD(f049), FIELD(f050), FIELD(f051), FIELD(f052), FIELD(f053), FIELD(f054), FIELD(f055),
                 FIELD(f056), FIELD(f057), FIELD(f058), FIELD(f059), FIELD(f060), FIELD(f061), FIELD(f062), FIELD(f063),
                 FIELD(f064), FIELD(f065), FIELD(f066), FIELD(f067), FIELD(f068), FIELD(f069), FIELD(f070), FIELD(f071),
                 FIELD(f072), FIELD(f073), FIELD(f074), FIELD(f075), FIELD(f076), FIELD(f077), FIELD(f078), FIELD(f079),
                 FIELD(f080), FIELD(f081), FIELD(f082), FIELD(f083), FIELD(f084), FIELD(f085), FIELD(f086), FIELD(f087),
                 FIELD(f088), FIELD(f089), FIELD(f090), FIELD(f091), FIELD(f092), FIELD(f093), FIELD(f094), FIELD(f095),
                 FIELD(f096), FIELD(f097), FIELD(f098), FIELD(f099), FIELD(f100), FIELD(f101), FIELD(f102), FIELD(f103),
                 FIELD(f104), FIELD(f105), FIELD(f106), FIELD(f107), FIELD(f108), FIELD(f109), FIELD(f110), FIELD(f111),
                 FIELD(f112), FIELD(f113), FIELD(f114), FIELD(f115), FIELD(f116), FIELD(f117), FIELD(f118), FIELD(f119),
                 FIELD(f120), FIELD(f121), FIELD(f122), FIELD(f123), FIELD(f124), FIELD(f125), FIELD(f126), FIELD(f127),
                 FIELD(f128))
