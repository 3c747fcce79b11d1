W7645_asian
b a BC-US--APNewsAlert    06-29 0020
^BC-US--APNewsAlert,17<
	   HONOLULU (AP) _ The lighthouse of the harbor is lit again after repairs that took two years.
 

	   AP-WF-06-29-17 2350GMT<


