a0231
r w AM-WalnutFair     07-05 0055
^AM-Walnut Fair,40<
^Walnut Fair Grows<
^By JO SAMPLE=
^Associated Press Writer=
	   ASTORIA, Ore. (AP) _ The walnut fair will add a second tent and a third brass band, its director said Tuesday.
	   Walnuts are free.
	   AP-NY-07-05-88 1422EDT<
