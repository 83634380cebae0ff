package campaignfile

import (
	"testing"
)

func TestNamesOfSettings(t *testing.T) {
	for _, name := range []string{
		"campaign.yml", "campaign.yaml.txt", "Campaign (1).yaml", "chiến dịch.yaml", "campaign", "campaign.docx", "x/campaign.yaml.bak", "a.yml (2)",
		"campaign_yaml.txt", "campaign-yaml.txt", "campaign yaml.txt", "campaignyaml.txt", "campaign.yam", "campaign.yalm", "campaign.yaml1", "campaign.toml", "campaign.xml", "campaign.ini",
	} {
		if !Like(name) || Is(name) {
			t.Errorf("%q is not seen to be meant as settings", name)
		}
	}
	for _, name := range []string{
		"campaign.yaml", "campaign.png", "campaigns.txt", "hướng dẫn yaml.png", "a.jpg", "campaign poster.jpg", "báo cáo.docx", "yaml", "campaign.pdf",
		"campaign.mp4", "campaign_yaml.png", "campaign-tet.jpg", "campaign.HEIC",
	} {
		if Like(name) {
			t.Errorf("%q is taken for settings by another name", name)
		}
	}
	for _, name := range []string{
		"campaign.yaml.part", "campaign.yaml.crdownload", "campaign.yaml.tmp", "Campaign.yaml~", ".campaign.yaml", ".campaign.yaml.swp", ".campaign.yaml.Xy12Ab", "~$campaign.docx",
		"chiến dịch.yaml.part",
	} {
		if !Passing(name) {
			t.Errorf("%q is not seen to become settings", name)
		}
	}
	for _, name := range []string{"campaign.yaml", "a.jpg.part", "campaign.jpg.part", "._campaign.yaml", ".pre-commit-config.yaml", ".DS_Store", "campaign.yaml:Zone.Identifier"} {
		if Passing(name) {
			t.Errorf("%q is taken for settings on their way", name)
		}
	}
}
